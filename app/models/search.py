"""What can be found: one row a thing, kept beside it by the act that changes it (A6).

Which rows have which grams is indexed by each database in its own way: FTS5 kept by triggers on SQLite, GIN on
PostgreSQL. Both are made beside the table, here and, for those who migrate, in the migration.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.searching import SearchKind
from app.models.base import Base, Json, UtcDateTime, enum_column
from app.models.group import Group

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


class SearchDocument(Base):
    """A thing that can be found: its text as excerpts are cut from it, folded as it is compared, and its grams.

    place names what the address of the thing is made of.
    """

    __tablename__ = "search_documents"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", name="uq_search_documents_subject"),
        Index("ix_search_documents_group", "group_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SearchKind] = enum_column(SearchKind, "kind")
    subject_id: Mapped[int]
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    title: Mapped[str]
    text: Mapped[str]
    folded: Mapped[str]
    grams: Mapped[str]
    place: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    group: Mapped[Group] = relationship()


for _dialect, _statements in GRAM_INDEX.items():
    for _statement in _statements:
        event.listen(
            SearchDocument.__table__,
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),
        )
