"""the adoption ledger, and the guards that keep what was said to be done (D5).

A batch operation that rebuilds one of these tables on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SAID = ("item_id", "done_on", "words", "recorded_by_id", "recorded_by_printed", "recorded_at")


def guards(differs: str) -> Iterator[tuple[str, str, str, str]]:
    """Each guard: its name, its table, the write it looks at, and the condition under which that is refused."""
    yield "evidence_stays", "adoption_evidence", "UPDATE", _changed(SAID, differs)
    yield "evidence_stays_removed", "adoption_evidence", "UPDATE", "OLD.removed_at IS NOT NULL"
    yield "evidence_is_kept", "adoption_evidence", "DELETE", "TRUE"
    yield "adoption_items_are_kept", "adoption_items", "DELETE", "TRUE"


def upgrade() -> None:
    """Make the tables and put the guards in place."""
    _create_items()
    _create_evidence()
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, write, condition in guards("IS DISTINCT FROM" if postgresql else "IS NOT"):
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def downgrade() -> None:
    """Take the tables away, and their guards with them."""
    op.drop_table("adoption_evidence")
    op.drop_table("adoption_items")


def _create_items() -> None:
    op.create_table(
        "adoption_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ordinance",
                "rule",
                "form",
                "system",
                "training",
                "notice",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_by_printed", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "added_by_id IS NULL OR trim(task) <> ''", name=op.f("ck_adoption_items_added_has_task")
        ),
        *_keys("adoption_items", decision_id="decisions", city_id="cities", added_by_id="users"),
    )
    op.create_index("ix_adoption_items_city", "adoption_items", ["decision_id", "city_id"], unique=False)
    op.create_index("ix_adoption_items_due", "adoption_items", ["city_id", "due_on"], unique=False)
    op.create_index(
        "uq_adoption_items_laid",
        "adoption_items",
        ["decision_id", "city_id", "kind"],
        unique=True,
        sqlite_where=sa.text("added_by_id IS NULL"),
        postgresql_where=sa.text("added_by_id IS NULL"),
    )


def _create_evidence() -> None:
    op.create_table(
        "adoption_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_printed", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_by_printed", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removal_reason", sa.String(), nullable=False),
        sa.CheckConstraint("trim(words) <> ''", name=op.f("ck_adoption_evidence_words")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (trim(removal_reason) = '')",
            name=op.f("ck_adoption_evidence_removal_has_reason"),
        ),
        *_keys("adoption_evidence", item_id="adoption_items", recorded_by_id="users", removed_by_id="users"),
    )
    op.create_index("ix_adoption_evidence_item", "adoption_evidence", ["item_id"], unique=False)
    op.create_index(
        "uq_adoption_evidence_standing",
        "adoption_evidence",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )


def _keys(table: str, **columns: str) -> Iterator[sa.Constraint]:
    for column, target in columns.items():
        yield sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _changed(columns: Sequence[str], differs: str) -> str:
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
