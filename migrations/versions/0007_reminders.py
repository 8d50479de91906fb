"""reminders that went out (A9)."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "soon",
                "last_day",
                "overdue",
                "waiting",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("fk_reminders_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(
        "uq_reminders_city",
        "reminders",
        ["subject", "city_id", "kind"],
        unique=True,
        sqlite_where=sa.text("city_id IS NOT NULL"),
        postgresql_where=sa.text("city_id IS NOT NULL"),
    )
    op.create_index(
        "uq_reminders_leaders",
        "reminders",
        ["subject", "kind"],
        unique=True,
        sqlite_where=sa.text("city_id IS NULL"),
        postgresql_where=sa.text("city_id IS NULL"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("reminders")
