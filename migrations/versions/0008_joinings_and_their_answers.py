"""joinings and their answers: one task a decision and city, and confirmed answers that the database keeps (D7).

A batch operation that rebuilds position_tasks on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


ANSWERED = (
    "joining_id", "city_id", "decision_id", "answer", "from_on", "until_on", "instead", "reason", "answered_by_id",
    "answered_by_printed", "answered_at", "confirmed_by_id", "confirmed_by_printed", "confirmed_at", "difference_id",
)  # fmt: skip


def guards(differs: str) -> Iterator[tuple[str, str, str]]:
    """Each guard of position_tasks: its name, the write it looks at, and the condition under which that is refused."""
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in ANSWERED)
    yield "confirmed_answers_stay", "UPDATE", f"OLD.confirmed_at IS NOT NULL AND ({changed})"
    yield "position_tasks_are_kept", "DELETE", "TRUE"


def upgrade() -> None:
    """Make the tables and put their guards in place."""
    op.create_table(
        "joinings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_by_id", sa.Integer(), nullable=True),
        sa.Column("began_by_printed", sa.String(), nullable=False),
        sa.Column("kept_up_on", sa.Date(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["began_by_id"], ["users.id"], name=op.f("fk_joinings_began_by_id")),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("fk_joinings_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joinings")),
        sa.UniqueConstraint("city_id", name=op.f("uq_joinings_city_id")),
    )
    op.create_index("ix_joinings_kept_up", "joinings", ["left_at", "kept_up_on"], unique=False)
    op.create_table(
        "position_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("joining_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "adopt",
                "adopt_from",
                "ask_exception",
                "object",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("instead", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_printed", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by_printed", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "closed_as",
            sa.Enum(
                "left", "superseded", name="closed_as", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("difference_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(from_on IS NOT NULL) = (answer IS NOT NULL AND answer = 'adopt_from')",
            name=op.f("ck_position_tasks_from_day"),
        ),
        sa.CheckConstraint(
            "(trim(instead) <> '') = (answer IS NOT NULL AND answer = 'ask_exception')",
            name=op.f("ck_position_tasks_text_of_exception"),
        ),
        sa.CheckConstraint(
            "(until_on IS NOT NULL) = (answer IS NOT NULL AND answer = 'ask_exception')",
            name=op.f("ck_position_tasks_last_day"),
        ),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('adopt', 'adopt_from') OR trim(reason) <> ''",
            name=op.f("ck_position_tasks_reason_due"),
        ),
        sa.CheckConstraint(
            "difference_id IS NULL OR (answer = 'object' AND confirmed_at IS NOT NULL)",
            name=op.f("ck_position_tasks_difference_of_objection"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_position_tasks_answered_at")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_position_tasks_answered_by")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_as IS NULL)", name=op.f("ck_position_tasks_closed_as_something")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_position_tasks_confirmed_by")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR confirmed_at IS NULL", name=op.f("ck_position_tasks_confirmed_stays")
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR answer IS NOT NULL", name=op.f("ck_position_tasks_confirmed_answer")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_position_tasks_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("fk_position_tasks_city_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_position_tasks_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_position_tasks_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["difference_id"], ["differences.id"], name=op.f("fk_position_tasks_difference_id")
        ),
        sa.ForeignKeyConstraint(["joining_id"], ["joinings.id"], name=op.f("fk_position_tasks_joining_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_tasks")),
        sa.UniqueConstraint("decision_id", "city_id", name="uq_position_tasks_city"),
    )
    op.create_index(
        op.f("ix_position_tasks_difference_id"), "position_tasks", ["difference_id"], unique=False
    )
    op.create_index(op.f("ix_position_tasks_joining_id"), "position_tasks", ["joining_id"], unique=False)
    op.create_index(
        "ix_position_tasks_open", "position_tasks", ["city_id", "closed_at", "confirmed_at"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        for name, write, condition in guards("IS DISTINCT FROM"):
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON position_tasks FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        return
    for name, write, condition in guards("IS NOT"):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON position_tasks WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def downgrade() -> None:
    """Take the tables away, and their guards with them."""
    op.drop_index("ix_position_tasks_open", table_name="position_tasks")
    op.drop_index(op.f("ix_position_tasks_joining_id"), table_name="position_tasks")
    op.drop_index(op.f("ix_position_tasks_difference_id"), table_name="position_tasks")
    op.drop_table("position_tasks")
    op.drop_index("ix_joinings_kept_up", table_name="joinings")
    op.drop_table("joinings")
