"""document numbers of minutes: gapless within a fiscal year, never given anew or taken away."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (("minutes_numbers_stay", "UPDATE"), ("minutes_numbers_are_kept", "DELETE"))


def upgrade() -> None:
    """Make the tables and put the guards in place."""
    op.create_table(
        "minutes_series",
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("last_serial", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", name=op.f("pk_minutes_series")),
    )
    op.create_table(
        "minutes_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("serial > 0", name=op.f("ck_minutes_numbers_serial_positive")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_numbers_minutes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_numbers")),
        sa.UniqueConstraint("fiscal_year", "serial", name="uq_minutes_numbers_serial"),
        sa.UniqueConstraint("minutes_id", name=op.f("uq_minutes_numbers_minutes_id")),
        sa.UniqueConstraint("number", name=op.f("uq_minutes_numbers_number")),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, write in GUARDS:
        body = (
            "EXECUTE FUNCTION refuse_write()" if postgresql else f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        each = " FOR EACH ROW" if postgresql else ""
        op.execute(f"CREATE TRIGGER {name} BEFORE {write} ON minutes_numbers{each} {body}")


def downgrade() -> None:
    """Take the tables away, and their guards with them."""
    op.drop_table("minutes_numbers")
    op.drop_table("minutes_series")
