"""inquiries: what readers ask about a paragraph of the manual, and what its group answers"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from migrations.vocabulary import allow

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables, and let events and notices speak of them."""
    _create_inquiries()
    _create_replies()
    allow("events", "kind", "inquiry_asked", "inquiry_answered", "inquiry_closed")
    allow("notices", "kind", "inquiry_asked", "inquiry_answered")


def downgrade() -> None:
    """Take the tables away; the words stay allowed."""
    op.drop_table("inquiry_replies")
    op.drop_table("inquiries")


def _create_inquiries() -> None:
    op.create_table(
        "inquiries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("asker_printed", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_by_printed", sa.String(), nullable=False),
        sa.CheckConstraint("trim(body) <> ''", name=op.f("ck_inquiries_body")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_inquiries_closed_by_someone")
        ),
        *_keys(
            "inquiries",
            group_id="groups",
            paragraph_id="edition_paragraphs",
            asker_id="users",
            closed_by_id="users",
        ),
    )
    op.create_index("ix_inquiries_asker", "inquiries", ["asker_id", "id"], unique=False)
    op.create_index("ix_inquiries_group", "inquiries", ["group_id", "anchor", "id"], unique=False)
    op.create_index("ix_inquiries_paragraph_id", "inquiries", ["paragraph_id"], unique=False)


def _create_replies() -> None:
    op.create_table(
        "inquiry_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_printed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(body) <> ''", name=op.f("ck_inquiry_replies_body")),
        *_keys("inquiry_replies", inquiry_id="inquiries", author_id="users"),
    )
    op.create_index("ix_inquiry_replies_thread", "inquiry_replies", ["inquiry_id", "id"], unique=False)
    op.create_index("ix_inquiry_replies_author_id", "inquiry_replies", ["author_id"], unique=False)


def _keys(table: str, **columns: str) -> Iterator[sa.Constraint]:
    for column, target in columns.items():
        yield sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
