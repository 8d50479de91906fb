"""Comments, concerns, take-home items, and each city's private caucus (A1: in tables of its own)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.discussion import CommentKind
from app.domain.positions import PositionKind
from app.models.attachment import Attachment, FileColumns
from app.models.base import Base, UtcDateTime, enum_column
from app.models.city import City
from app.models.difference import Difference
from app.models.person import User
from app.models.proposal import Proposal
from app.models.redaction import Redaction


class Comment(Base):
    """A contribution to the open discussion, on the difference or on a heading of a proposal."""

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint("body <> ''", name="body"),
        CheckConstraint("(proposal_id IS NULL) = (anchor IS NULL)", name="anchor_of_proposal"),
        CheckConstraint("kind = 'concern' OR resolved_at IS NULL", name="only_concerns_resolve"),
        CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved_by_someone"),
        Index("ix_comments_difference", "difference_id", "id"),
        Index("ix_comments_open_concerns", "difference_id", "kind", "resolved_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    anchor: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id", name="fk_comments_round"))
    kind: Mapped[CommentKind] = enum_column(CommentKind, "kind")
    body: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_printed: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    for_minutes: Mapped[bool] = mapped_column(default=False)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    resolved_by_printed: Mapped[str] = mapped_column(default="")
    resolution: Mapped[str] = mapped_column(default="")
    difference: Mapped[Difference] = relationship()
    proposal: Mapped[Proposal | None] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    city: Mapped[City | None] = relationship(lazy="joined")
    mentions: Mapped[list["Mention"]] = relationship(lazy="selectin")
    files: Mapped[list[Attachment]] = relationship(order_by=Attachment.id, viewonly=True)
    redaction: Mapped[Redaction | None] = relationship(lazy="joined", viewonly=True, uselist=False)


class Mention(Base):
    """A person called into a comment."""

    __tablename__ = "mentions"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    user: Mapped[User] = relationship(lazy="joined")


class TakeHomeItem(Base):
    """An action a city takes away (持ち帰り), with an owner and a due date; left_at closes it, for the city left."""

    __tablename__ = "take_home_items"
    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_someone"),
        CheckConstraint("done_at IS NULL OR left_at IS NULL", name="done_or_left"),
        Index("ix_take_home_items_open", "city_id", "done_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings.id", name="fk_take_home_items_meeting")
    )
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    task: Mapped[str]
    due_on: Mapped[date] = mapped_column(index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(default="")
    difference: Mapped[Difference] = relationship()
    city: Mapped[City] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id])


class CaucusEntry(Base):
    """A line of one city's private thread on a difference; nobody outside the city ever sees it (A1)."""

    __tablename__ = "caucus_entries"
    __table_args__ = (
        CheckConstraint("body <> ''", name="body"),
        Index("ix_caucus_entries_thread", "difference_id", "city_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_printed: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    files: Mapped[list["CaucusFile"]] = relationship(back_populates="entry", order_by="CaucusFile.id")


class CaucusFile(FileColumns, Base):
    """A file of a caucus entry, counted apart: the addresses of public files show no gap where one was added (A1)."""

    __tablename__ = "caucus_files"

    entry_id: Mapped[int] = mapped_column(ForeignKey("caucus_entries.id"), index=True)
    entry: Mapped[CaucusEntry] = relationship(back_populates="files")


class CaucusPosition(Base):
    """The position a city means to take, drafted in its caucus (A1)."""

    __tablename__ = "caucus_positions"
    __table_args__ = (UniqueConstraint("difference_id", "city_id", name="uq_caucus_positions_city"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    kind: Mapped[PositionKind] = enum_column(PositionKind, "kind")
    reason: Mapped[str] = mapped_column(default="")
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    drafted_by_printed: Mapped[str]
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
