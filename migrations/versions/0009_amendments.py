"""amendments: suggested changes to a version; their words stay, and one that has ended stays as it is (T8, T9).

A batch operation that rebuilds this table on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WORDS_CHANGE = "OLD.body <> NEW.body OR OLD.reason <> NEW.reason OR OLD.base_id <> NEW.base_id"
GUARDS = (
    ("amendments_keep_their_words", "UPDATE", WORDS_CHANGE),
    ("ended_amendments_stay", "UPDATE", "OLD.state <> 'open'"),
    ("amendments_are_kept", "DELETE", "TRUE"),
)


def upgrade() -> None:
    """Add the table and put its guards in place."""
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_printed", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                "outdated",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_by_printed", sa.String(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("outdated_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'accepted') = (result_id IS NOT NULL)", name=op.f("ck_amendments_accepted_has_version")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at IS NULL)", name=op.f("ck_amendments_ended_has_instant")
        ),
        sa.CheckConstraint(
            "(state = 'outdated') = (outdated_by_id IS NOT NULL)",
            name=op.f("ck_amendments_outdated_by_another"),
        ),
        sa.CheckConstraint("body <> ''", name=op.f("ck_amendments_body")),
        sa.CheckConstraint(
            "state <> 'declined' OR trim(answer) <> ''", name=op.f("ck_amendments_declined_has_reason")
        ),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_amendments_reason")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_amendments_ended_by_someone")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_amendments_author_id")),
        sa.ForeignKeyConstraint(["base_id"], ["proposal_versions.id"], name=op.f("fk_amendments_base_id")),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("fk_amendments_city_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_amendments_ended_by_id")),
        sa.ForeignKeyConstraint(
            ["outdated_by_id"], ["amendments.id"], name=op.f("fk_amendments_outdated_by_id")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_amendments_proposal_id")),
        sa.ForeignKeyConstraint(
            ["result_id"], ["proposal_versions.id"], name=op.f("fk_amendments_result_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("proposal_id", "number", name="uq_amendments_number"),
        sa.UniqueConstraint("result_id", name=op.f("uq_amendments_result_id")),
    )
    op.create_index("ix_amendments_state", "amendments", ["proposal_id", "state"], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, write, condition in GUARDS:
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON amendments FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON amendments WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def downgrade() -> None:
    """Take the guards and the table away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, *_ in GUARDS:
        op.execute(f"DROP TRIGGER {name} ON amendments" if postgresql else f"DROP TRIGGER {name}")
    op.drop_index("ix_amendments_state", table_name="amendments")
    op.drop_table("amendments")
