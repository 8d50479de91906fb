"""files with omissions: what an archive leaves out, what the machine lacked, and that people are told of their files."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.vocabulary import allow

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns, and let the inbox know the notices."""
    op.add_column(
        "file_orders",
        sa.Column(
            "fault",
            sa.String(40),
            sa.CheckConstraint(
                "fault IN ('storage_full', 'no_typesetter')", name=op.f("ck_file_orders_fault")
            ),
        ),
    )
    kept = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("file_orders", sa.Column("omissions", kept, nullable=False, server_default="[]"))
    allow("notices", "kind", "file_ready", "file_incomplete", "file_failed")


def downgrade() -> None:
    """Take the columns away; the words stay allowed."""
    op.execute("ALTER TABLE file_orders DROP COLUMN omissions")
    op.execute("ALTER TABLE file_orders DROP COLUMN fault")
