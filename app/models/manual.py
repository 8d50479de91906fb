"""The shared operations manual: its sections, their texts, and immutable editions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Json, UtcDateTime
from app.models.decision import Decision
from app.models.difference import Difference
from app.models.group import Domain, Group
from app.models.person import User


class ManualSection(Base):
    """A section of a group's chapter, with an anchor that stays stable across editions (M3)."""

    __tablename__ = "manual_sections"
    __table_args__ = (Index("ix_manual_sections_chapter", "group_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    anchor: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    position: Mapped[int]
    group: Mapped[Group] = relationship()


class DomainIntroduction(Base):
    """What stands before the chapters of a domain: it explains, and has no decision (M2). None is no row."""

    __tablename__ = "domain_introductions"
    __table_args__ = (CheckConstraint("body <> ''", name="says_something"),)

    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"), primary_key=True)
    body: Mapped[str]
    domain: Mapped[Domain] = relationship()


class ManualText(Base):
    """A text of a section that is not a decision's own. A normative one needs a decision (M2)."""

    __tablename__ = "manual_texts"
    __table_args__ = (Index("ix_manual_texts_section", "section_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("manual_sections.id"))
    anchor: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    normative: Mapped[bool] = mapped_column(default=False)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    position: Mapped[int]
    section: Mapped[ManualSection] = relationship()
    decision: Mapped[Decision | None] = relationship()


class ManualPlacement(Base):
    """The section in which the decisions on a difference stand."""

    __tablename__ = "manual_placements"

    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("manual_sections.id"), index=True)
    position: Mapped[int]
    difference: Mapped[Difference] = relationship()
    section: Mapped[ManualSection] = relationship()


class Edition(Base):
    """An immutable publication of the manual; content_hash covers its frame and all of its paragraphs (M1).

    frame keeps the names of the council, the domains and the groups as they were, in the order of the chapters, and
    the introductions of domains where there are any.
    """

    __tablename__ = "editions"
    __table_args__ = (CheckConstraint("number > 0", name="number_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    published_on: Mapped[date] = mapped_column(index=True)
    note: Mapped[str]
    cut_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    cut_by_printed: Mapped[str]
    cut_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frame: Mapped[dict[str, Any]] = mapped_column(Json)
    content_hash: Mapped[str]
    paragraphs: Mapped[list["EditionParagraph"]] = relationship(
        back_populates="edition", order_by="EditionParagraph.position"
    )


class EditionParagraph(Base):
    """A paragraph as it was published, with its provenance as facts (M3)."""

    __tablename__ = "edition_paragraphs"
    __table_args__ = (
        UniqueConstraint("edition_id", "anchor", name="uq_edition_paragraphs_anchor"),
        UniqueConstraint("edition_id", "position", name="uq_edition_paragraphs_position"),
        CheckConstraint("NOT normative OR decision_id IS NOT NULL", name="normative_has_decision"),
        Index("ix_edition_paragraphs_chapter", "edition_id", "group_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    position: Mapped[int]
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    section_anchor: Mapped[str]
    section_title: Mapped[str]
    anchor: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    normative: Mapped[bool]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    provenance: Mapped[dict[str, Any]] = mapped_column(Json)
    edition: Mapped[Edition] = relationship(back_populates="paragraphs")
    group: Mapped[Group] = relationship()
    decision: Mapped[Decision | None] = relationship()


class ManualReading(Base):
    """That a person confirmed having read a chapter of an edition; chapter_hash is of what the chapter said."""

    __tablename__ = "manual_readings"
    __table_args__ = (
        UniqueConstraint("user_id", "group_id", "edition_id", name="uq_manual_readings_once"),
        Index("ix_manual_readings_chapter", "group_id", "chapter_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    chapter_hash: Mapped[str]
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship()
    group: Mapped[Group] = relationship()
    edition: Mapped[Edition] = relationship()
