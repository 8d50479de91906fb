"""orders of files that are made in the background, and guards that keep a finished file as it was made.

A batch operation that rebuilds one of these tables on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    ("finished_files_stay", "file_orders", "OLD.state = 'done'"),
    ("file_pieces_stay", "file_pieces", "TRUE"),
)


def upgrade() -> None:
    """Make the tables and put the guards in place."""
    _create_orders()
    op.create_table(
        "file_pieces",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["file_orders.id"], name="fk_file_pieces_order_id"),
        sa.PrimaryKeyConstraint("order_id", "position", name="pk_file_pieces"),
    )
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, condition in GUARDS:
        if on_postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def downgrade() -> None:
    """Take the tables away, and their guards with them."""
    op.drop_table("file_pieces")
    op.drop_table("file_orders")


def _create_orders() -> None:
    op.create_table(
        "file_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        _one_of("kind", "edition", "minutes"),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        _one_of("format", "pdf", "docx", "html", "md", "json"),
        sa.Column("language", sa.String(), nullable=False),
        _one_of("state", "waiting", "running", "done", "failed"),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        _one_of(
            "failure",
            "not_allowed",
            "nothing_there",
            "too_large",
            "interrupted",
            "fault",
            nullable=True,
        ),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("holds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("done >= 0 AND done <= total", name=op.f("ck_file_orders_progress")),
        sa.CheckConstraint(
            "(state = 'running') = (lease_until IS NOT NULL)", name=op.f("ck_file_orders_running_is_leased")
        ),
        sa.CheckConstraint(
            "(state = 'done') = (sha256 <> '' AND filename <> '')", name=op.f("ck_file_orders_done_has_file")
        ),
        sa.CheckConstraint(
            "(state = 'failed') = (failure IS NOT NULL)", name=op.f("ck_file_orders_failed_has_reason")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)",
            name=op.f("ck_file_orders_finished_at_some_time"),
        ),
        sa.ForeignKeyConstraint(["ordered_by_id"], ["users.id"], name="fk_file_orders_ordered_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_file_orders"),
    )
    op.create_index("ix_file_orders_person", "file_orders", ["ordered_by_id", "ordered_at"], unique=False)
    op.create_index("ix_file_orders_state", "file_orders", ["state", "id"], unique=False)
    op.create_index("ix_file_orders_goes", "file_orders", ["goes_at"], unique=False)


def _one_of(name: str, *words: str, nullable: bool = False) -> sa.Column[str]:
    kept = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kept, nullable=nullable)
