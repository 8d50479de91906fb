"""notes on rounds that ended: written beside a round, never changed or removed (B42)."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (("round_notes_stay", "UPDATE"), ("round_notes_are_kept", "DELETE"))


def upgrade() -> None:
    """Make the table and put its guards in place."""
    op.create_table(
        "round_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_by_printed", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(body) <> ''", name=op.f("ck_round_notes_body")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_notes_round_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["users.id"], name=op.f("fk_round_notes_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_notes")),
    )
    op.create_index(op.f("ix_round_notes_round_id"), "round_notes", ["round_id"], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, write in GUARDS:
        body = (
            "EXECUTE FUNCTION refuse_write()" if postgresql else f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        each = " FOR EACH ROW" if postgresql else ""
        op.execute(f"CREATE TRIGGER {name} BEFORE {write} ON round_notes{each} {body}")


def downgrade() -> None:
    """Take the table with its guards away."""
    op.drop_table("round_notes")
