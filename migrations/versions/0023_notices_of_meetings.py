"""notices of meetings: what was called and who was told stays as it was sent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.vocabulary import allow

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ("meeting_calls", "called_people")


def upgrade() -> None:
    """Make the tables and their guards, and let the log and the inbox know the notice."""
    op.create_table(
        "meeting_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("named", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_printed", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_calls_meeting_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_meeting_calls_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_calls")),
        sa.UniqueConstraint("meeting_id", "number", name="uq_meeting_calls_number"),
    )
    op.create_table(
        "called_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["meeting_calls.id"], name=op.f("fk_called_people_call_id")),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("fk_called_people_city_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_called_people_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_called_people")),
        sa.UniqueConstraint("call_id", "user_id", name="uq_called_people_user"),
    )
    op.create_index(op.f("ix_called_people_user_id"), "called_people", ["user_id"], unique=False)
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for what, write in (("stay", "UPDATE"), ("are_kept", "DELETE")):
            name = f"{table}_{what}"
            does = (
                "FOR EACH ROW EXECUTE FUNCTION refuse_write()"
                if on_postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {write} ON {table} {does}")
    allow("events", "kind", "meeting_called")
    allow("notices", "kind", "meeting_called")


def downgrade() -> None:
    """Take the tables away, and their guards with them."""
    op.drop_table("called_people")
    op.drop_table("meeting_calls")
