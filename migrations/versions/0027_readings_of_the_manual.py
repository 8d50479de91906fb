"""readings of the manual: who confirmed which chapter of which edition"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KEYS = {"user_id": "users", "group_id": "groups", "edition_id": "editions"}


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "manual_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in KEYS),
        sa.Column("chapter_hash", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_manual_readings_{name}"))
            for name, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_readings")),
        sa.UniqueConstraint("user_id", "group_id", "edition_id", name="uq_manual_readings_once"),
    )
    op.create_index(
        "ix_manual_readings_chapter", "manual_readings", ["group_id", "chapter_hash"], unique=False
    )
    op.create_index("ix_manual_readings_edition_id", "manual_readings", ["edition_id"], unique=False)


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("manual_readings")
