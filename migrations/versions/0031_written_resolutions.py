"""written resolutions: meetings without a sitting, and for how many working days they lie before the cities."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.vocabulary import allow

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns, and let the inbox know the notice."""
    op.add_column("meetings", sa.Column("written", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "council",
        sa.Column(
            "written_working_days",
            sa.Integer(),
            sa.CheckConstraint("written_working_days >= 0", name=op.f("ck_council_written_period")),
            nullable=False,
            server_default="5",
        ),
    )
    allow("notices", "kind", "written_opened")


def downgrade() -> None:
    """Take the columns away; the word stays allowed."""
    op.drop_column("meetings", "written")
    op.execute("ALTER TABLE council DROP COLUMN written_working_days")
