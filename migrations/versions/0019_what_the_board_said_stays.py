"""what the board said on signed matters, which stays (S12).

A batch operation that rebuilds this table on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (("board_findings_stay", "UPDATE"), ("board_findings_are_kept", "DELETE"))


def upgrade() -> None:
    """Make the table and put the guards in place."""
    op.create_table(
        "board_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "approved", "returned", name="result", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_printed", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(evidence) <> ''", name=op.f("ck_board_findings_evidence_due")),
        sa.CheckConstraint(
            "result = 'approved' OR trim(reason) <> ''", name=op.f("ck_board_findings_reason_due")
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalations.id"], name=op.f("fk_board_findings_escalation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_board_findings_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_findings")),
    )
    op.create_index(
        op.f("ix_board_findings_escalation_id"), "board_findings", ["escalation_id"], unique=False
    )
    for name, write in GUARDS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON board_findings FOR EACH ROW"
                " EXECUTE FUNCTION refuse_write()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON board_findings"
                f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def downgrade() -> None:
    """Take the guards and the table away."""
    for name, _write in GUARDS:
        postgresql = op.get_bind().dialect.name == "postgresql"
        op.execute(f"DROP TRIGGER {name} ON board_findings" if postgresql else f"DROP TRIGGER {name}")
    op.drop_table("board_findings")
