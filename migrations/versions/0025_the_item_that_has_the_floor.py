"""the item of its agenda that a meeting talks about, one of its own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.vocabulary import allow

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table; an item and its meeting name each other through a unique pair."""
    op.create_index("uq_agenda_items_of_meeting", "agenda_items", ["id", "meeting_id"], unique=True)
    op.create_table(
        "meeting_floors",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(item_id IS NULL) = (since IS NULL)", name=op.f("ck_meeting_floors_item_has_instant")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_floors_meeting_id")),
        sa.ForeignKeyConstraint(
            ["item_id", "meeting_id"],
            ["agenda_items.id", "agenda_items.meeting_id"],
            name="fk_meeting_floors_item",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_floors")),
    )
    op.create_index(op.f("ix_meeting_floors_item_id"), "meeting_floors", ["item_id"], unique=False)
    allow("events", "kind", "floor_given")


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("meeting_floors")
    op.drop_index("uq_agenda_items_of_meeting", "agenda_items")
