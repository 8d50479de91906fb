"""clerical corrections: notes beside a decision; their words stay, and one that a city stopped stays stopped (D2).

A batch operation that rebuilds this table on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WORDS_CHANGE = (
    "OLD.decision_id <> NEW.decision_id OR OLD.old_passage <> NEW.old_passage"
    " OR OLD.new_passage <> NEW.new_passage OR OLD.reason <> NEW.reason"
    " OR OLD.proposed_at <> NEW.proposed_at OR OLD.objections_until <> NEW.objections_until"
)
GUARDS = (
    ("clerical_corrections_keep_their_words", "UPDATE", WORDS_CHANGE),
    ("stopped_clerical_corrections_stay", "UPDATE", "OLD.stopped_at IS NOT NULL"),
    ("clerical_corrections_are_kept", "DELETE", "TRUE"),
)


def upgrade() -> None:
    """Add the table and put its guards in place."""
    op.create_table(
        "clerical_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("old_passage", sa.String(), nullable=False),
        sa.Column("new_passage", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_printed", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("objections_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by_id", sa.Integer(), nullable=True),
        sa.Column("stopped_by_printed", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("objection", sa.String(), nullable=False),
        sa.CheckConstraint(
            "old_passage <> '' AND new_passage <> ''", name=op.f("ck_clerical_corrections_passages")
        ),
        sa.CheckConstraint(
            "stopped_at IS NULL OR trim(objection) <> ''", name=op.f("ck_clerical_corrections_objection")
        ),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_clerical_corrections_reason")),
        sa.CheckConstraint(
            "(stopped_at IS NULL) = (stopped_by_id IS NULL) AND (stopped_at IS NULL) = (city_id IS NULL)",
            name=op.f("ck_clerical_corrections_stopped_by_a_city"),
        ),
        sa.CheckConstraint("objections_until >= proposed_at", name=op.f("ck_clerical_corrections_interval")),
        sa.CheckConstraint(
            "old_passage <> new_passage", name=op.f("ck_clerical_corrections_changes_something")
        ),
        sa.CheckConstraint(
            "stopped_at IS NULL OR stopped_at < objections_until",
            name=op.f("ck_clerical_corrections_stopped_in_time"),
        ),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("fk_clerical_corrections_city_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_clerical_corrections_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_clerical_corrections_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["stopped_by_id"], ["users.id"], name=op.f("fk_clerical_corrections_stopped_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clerical_corrections")),
        sa.UniqueConstraint("decision_id", "number", name="uq_clerical_corrections_number"),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, write, condition in GUARDS:
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON clerical_corrections FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON clerical_corrections WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def downgrade() -> None:
    """Take the guards and the table away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, *_ in GUARDS:
        op.execute(f"DROP TRIGGER {name} ON clerical_corrections" if postgresql else f"DROP TRIGGER {name}")
    op.drop_table("clerical_corrections")
