"""absences, their deputies, and what is read afterwards, which stays (S5, S6).

A batch operation that rebuilds one of these tables on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWED = (
    "step_id", "post_id", "post_name", "user_id", "printed_name", "absence_id", "signature_id", "owed_since",
)  # fmt: skip


def guards(differs: str) -> Iterator[tuple[str, str, str, str]]:
    """Each guard: its name, its table, the write it looks at, and the condition under which that is refused."""
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in OWED)
    yield "later_readings_stay", "later_readings", "UPDATE", changed
    yield (
        "later_readings_stay_read",
        "later_readings",
        "UPDATE",
        "OLD.read_at IS NOT NULL AND OLD.remark <> NEW.remark",
    )
    yield "later_readings_are_kept", "later_readings", "DELETE", "TRUE"


def upgrade() -> None:
    """Make the tables and put the guards in place."""
    _make_absences()
    _make_readings()
    if op.get_bind().dialect.name == "postgresql":
        for name, table, write, condition in guards("IS DISTINCT FROM"):
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        return
    for name, table, write, condition in guards("IS NOT"):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON {table} WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def _make_absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until > since", name=op.f("ck_absences_interval")),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_absences_reason_due")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_absences_post_id")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["users.id"], name=op.f("fk_absences_registered_by_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absences_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    for column in ("post_id", "user_id", "until"):
        op.create_index(op.f(f"ix_absences_{column}"), "absences", [column], unique=False)
    op.create_table(
        "absence_deputies",
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("rank > 0", name=op.f("ck_absence_deputies_rank_positive")),
        sa.ForeignKeyConstraint(["absence_id"], ["absences.id"], name=op.f("fk_absence_deputies_absence_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absence_deputies_user_id")),
        sa.PrimaryKeyConstraint("absence_id", "rank", name=op.f("pk_absence_deputies")),
        sa.UniqueConstraint("absence_id", "user_id", name="uq_absence_deputies_user"),
    )
    op.create_index(op.f("ix_absence_deputies_user_id"), "absence_deputies", ["user_id"], unique=False)


def _make_readings() -> None:
    op.create_table(
        "later_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("post_name", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("owed_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.CheckConstraint(
            "read_at IS NOT NULL OR remark = ''", name=op.f("ck_later_readings_remark_when_read")
        ),
        sa.ForeignKeyConstraint(["absence_id"], ["absences.id"], name=op.f("fk_later_readings_absence_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_later_readings_post_id")),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_later_readings_signature_id")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["signoff_steps.id"], name=op.f("fk_later_readings_step_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_later_readings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_later_readings")),
        sa.UniqueConstraint("signature_id", name=op.f("uq_later_readings_signature_id")),
    )
    for column in ("step_id", "user_id", "absence_id"):
        op.create_index(op.f(f"ix_later_readings_{column}"), "later_readings", [column], unique=False)
    unread = sa.text("dismissed_at IS NULL")
    op.create_index(
        "uq_later_readings_step_post_user",
        "later_readings",
        ["step_id", "post_id", "user_id"],
        unique=True,
        sqlite_where=unread,
        postgresql_where=unread,
    )


def downgrade() -> None:
    """Take the guards and the tables away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in guards("IS NOT"):
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
    for table in ("later_readings", "absence_deputies", "absences"):
        op.drop_table(table)
