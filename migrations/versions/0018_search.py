"""search: what can be found, and which grams it has (A6).

A batch operation that rebuilds the table on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KINDS = ("difference", "practice", "proposal", "comment", "decision", "paragraph", "meeting", "minutes")
GRAM_INDEX = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_grams USING fts5(grams, content='', detail=none, tokenize='ascii')",
        (
            "CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN"
            " INSERT INTO search_grams (rowid, grams) VALUES (NEW.id, NEW.grams); END"
        ),
        (
            "CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN"
            " INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', OLD.id, OLD.grams); END"
        ),
        (
            "CREATE TRIGGER search_documents_changed AFTER UPDATE OF grams ON search_documents BEGIN"
            " INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', OLD.id, OLD.grams);"
            " INSERT INTO search_grams (rowid, grams) VALUES (NEW.id, NEW.grams); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE INDEX ix_search_documents_grams ON search_documents"
            " USING gin (array_to_tsvector(string_to_array(grams, ' ')))"
        ),
    ),
}


def upgrade() -> None:
    """Make the table, then the index of its grams as each database keeps it."""
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("grams", sa.String(), nullable=False),
        sa.Column("place", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_search_documents_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("kind", "subject_id", name="uq_search_documents_subject"),
    )
    op.create_index("ix_search_documents_group", "search_documents", ["group_id", "at"], unique=False)
    for statement in GRAM_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take the index and the table away."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_grams")
    op.drop_table("search_documents")
