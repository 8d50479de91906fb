"""Inquiries: what a reader asks about a paragraph of the manual, and what is answered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.inquiries import InquiryState, state_of
from app.models.base import Base, UtcDateTime
from app.models.group import Group
from app.models.manual import EditionParagraph


class Inquiry(Base):
    """A question about a paragraph as it was published, put to its group; answered_at is empty while it waits."""

    __tablename__ = "inquiries"
    __table_args__ = (
        CheckConstraint("trim(body) <> ''", name="body"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_someone"),
        Index("ix_inquiries_group", "group_id", "anchor", "id"),
        Index("ix_inquiries_asker", "asker_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("edition_paragraphs.id"), index=True)
    anchor: Mapped[str]
    body: Mapped[str]
    asker_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asker_printed: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_by_printed: Mapped[str] = mapped_column(default="")
    group: Mapped[Group] = relationship()
    paragraph: Mapped[EditionParagraph] = relationship()

    @property
    def state(self) -> InquiryState:
        """How it stands."""
        return state_of(self.answered_at, self.closed_at)


class InquiryReply(Base):
    """An answer to an inquiry, or what its asker asks further."""

    __tablename__ = "inquiry_replies"
    __table_args__ = (
        CheckConstraint("trim(body) <> ''", name="body"),
        Index("ix_inquiry_replies_thread", "inquiry_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"))
    body: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    author_printed: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    inquiry: Mapped[Inquiry] = relationship()
