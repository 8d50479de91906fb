"""remarks of cities on circulated minutes with their answers, and how often cities were asked to confirm."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.vocabulary import allow

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WORDS = ("minutes_remarked", "minutes_remark_answered", "minutes_urged")
SAID = (
    "version_id", "number", "city_id", "passage", "quote", "body", "suggestion", "author_id", "author_printed", "at",
)  # fmt: skip


def guards(differs: str) -> Iterator[tuple[str, str, str, str]]:
    """Each guard: its name, its table, the write it looks at, and the condition under which that is refused."""
    yield "minutes_remarks_stay", "minutes_remarks", "UPDATE", _changed(SAID, differs)
    yield "minutes_remarks_stay_answered", "minutes_remarks", "UPDATE", "OLD.answered_at IS NOT NULL"
    yield "minutes_remarks_are_kept", "minutes_remarks", "DELETE", "TRUE"
    yield "minutes_urgings_stay", "minutes_urgings", "UPDATE", "TRUE"
    yield "minutes_urgings_are_kept", "minutes_urgings", "DELETE", "TRUE"


def upgrade() -> None:
    """Make the tables, put the guards in place and let events and notices speak of them."""
    _create_remarks()
    _create_urgings()
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, write, condition in guards("IS DISTINCT FROM" if on_postgresql else "IS NOT"):
        if on_postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )
    allow("events", "kind", *WORDS)
    allow("notices", "kind", *WORDS)


def downgrade() -> None:
    """Take the tables away, and their guards with them; the words may stay."""
    op.drop_table("minutes_urgings")
    op.drop_table("minutes_remarks")


def _create_remarks() -> None:
    op.create_table(
        "minutes_remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=True),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("suggestion", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_printed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "taken_over",
                "not_taken_over",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_printed", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        *_checks(
            says_something="trim(body) <> '' OR trim(suggestion) <> ''",
            passage_is_quoted="(passage IS NULL) = (quote = '')",
            outcome_has_instant="(outcome IS NULL) = (answered_at IS NULL)",
            refusal_has_words="outcome IS NULL OR outcome = 'taken_over' OR trim(answer) <> ''",
        ),
        *_keys(
            "minutes_remarks",
            version_id="minutes_versions",
            city_id="cities",
            author_id="users",
            answered_by_id="users",
        ),
        sa.UniqueConstraint("version_id", "number", name="uq_minutes_remarks_number"),
    )


def _create_urgings() -> None:
    op.create_table(
        "minutes_urgings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("urged_by_id", sa.Integer(), nullable=False),
        sa.Column("urged_by_printed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keys("minutes_urgings", minutes_id="minutes", urged_by_id="users"),
        sa.UniqueConstraint("minutes_id", "day", name="uq_minutes_urgings_day"),
    )


def _checks(**conditions: str) -> Iterator[sa.Constraint]:
    for name, condition in conditions.items():
        yield sa.CheckConstraint(condition, name=op.f(f"ck_minutes_remarks_{name}"))


def _keys(table: str, **columns: str) -> Iterator[sa.Constraint]:
    for column, target in columns.items():
        yield sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _changed(columns: Sequence[str], differs: str) -> str:
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
