"""redactions, which stay (A5)."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ONE_SUBJECT = (
    "CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN revision_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN attachment_id IS NULL THEN 0 ELSE 1 END = 1"
)
GUARDS = (("redactions_stay", "UPDATE"), ("redactions_are_kept", "DELETE"))


def upgrade() -> None:
    """Make the table and put its guards in place."""
    op.create_table(
        "redactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column(
            "ground",
            sa.Enum(
                "personal_information",
                "posted_by_mistake",
                "law",
                "other",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_printed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(ONE_SUBJECT, name=op.f("ck_redactions_one_subject")),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_redactions_reason")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_redactions_comment_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["practice_revisions.id"], name=op.f("fk_redactions_revision_id")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_redactions_attachment_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_redactions_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redactions")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_redactions_comment_id")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_redactions_revision_id")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_redactions_attachment_id")),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, write in GUARDS:
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON redactions FOR EACH ROW EXECUTE FUNCTION refuse_write()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON redactions BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def downgrade() -> None:
    """Drop the table with its guards."""
    op.drop_table("redactions")
