"""domains are parts of the manual: each may have an introduction, and its changes are recorded."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.vocabulary import allow

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table, and let the events hold the new kind."""
    op.create_table(
        "domain_introductions",
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("ck_domain_introductions_says_something")),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["domains.id"], name=op.f("fk_domain_introductions_domain_id")
        ),
        sa.PrimaryKeyConstraint("domain_id", name=op.f("pk_domain_introductions")),
    )
    allow("events", "kind", "domain_changed")


def downgrade() -> None:
    """Take the table away; the events go on holding the kind."""
    op.drop_table("domain_introductions")
