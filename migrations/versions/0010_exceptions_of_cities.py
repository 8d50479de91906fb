"""exceptions of cities to decisions, and the guards that keep what was asked for and granted (D4).

A batch operation that rebuilds the table on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLE = "decision_exceptions"
ASKED = (
    "decision_id", "city_id", "body", "reason", "last_day", "text_hash", "asked_by_id", "asked_by_printed", "asked_at",
)  # fmt: skip
ANSWERED = ("granted", "answer", "answered_by_id", "answered_by_printed", "answered_at")
ENDED = ("ended_on", "end_reason", "ended_by_id", "ended_by_printed", "ended_at")


def guards(differs: str) -> Iterator[tuple[str, str, str]]:
    """Each guard: its name, the write it looks at, and the condition under which that is refused."""
    yield "exceptions_stay", "UPDATE", _changed(ASKED, differs)
    yield (
        "answers_to_exceptions_stay",
        "UPDATE",
        f"OLD.answered_at IS NOT NULL AND ({_changed(ANSWERED, differs)})",
    )
    yield "ends_of_exceptions_stay", "UPDATE", f"OLD.ended_at IS NOT NULL AND ({_changed(ENDED, differs)})"
    yield "exceptions_are_kept", "DELETE", "TRUE"


def upgrade() -> None:
    """Make the table and put the guards in place."""
    _create_table()
    if op.get_bind().dialect.name == "postgresql":
        for name, write, condition in guards("IS DISTINCT FROM"):
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {TABLE} FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        return
    for name, write, condition in guards("IS NOT"):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON {TABLE} WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def downgrade() -> None:
    """Take the table away, and its guards with it."""
    op.drop_table(TABLE)


def _create_table() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_printed", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_printed", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_by_printed", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=True),
        *_checks(),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{TABLE}_{column}"))
            for column, target in (
                ("decision_id", "decisions.id"),
                ("city_id", "cities.id"),
                ("asked_by_id", "users.id"),
                ("answered_by_id", "users.id"),
                ("ended_by_id", "users.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index("ix_decision_exceptions_city", TABLE, ["decision_id", "city_id"], unique=False)
    op.create_index("ix_decision_exceptions_end", TABLE, ["granted", "last_day"], unique=False)
    op.create_index(
        "uq_decision_exceptions_asked",
        TABLE,
        ["decision_id", "city_id"],
        unique=True,
        sqlite_where=sa.text("granted IS NULL"),
        postgresql_where=sa.text("granted IS NULL"),
    )


def _checks() -> Iterator[sa.CheckConstraint]:
    for name, condition in (
        ("body", "trim(body) <> ''"),
        ("reason", "trim(reason) <> ''"),
        ("answered", "(granted IS NULL) = (answered_at IS NULL)"),
        ("refusal_has_reason", "granted IS NULL OR granted OR trim(answer) <> ''"),
        ("ended", "(ended_at IS NULL) = (ended_on IS NULL)"),
        ("end_has_reason", "ended_at IS NULL OR trim(end_reason) <> ''"),
        ("ended_early", "ended_on IS NULL OR (granted IS NOT NULL AND granted AND ended_on < last_day)"),
    ):
        yield sa.CheckConstraint(condition, name=op.f(f"ck_{TABLE}_{name}"))


def _changed(columns: Sequence[str], differs: str) -> str:
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
