"""open remarks are found quickly: the home page of those who lead groups asks for them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_minutes_remarks_open",
        "minutes_remarks",
        ["version_id"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_minutes_remarks_open", table_name="minutes_remarks")
