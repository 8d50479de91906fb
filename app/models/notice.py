"""Notices to people, mail waiting to be sent with what is enclosed, and the keys of forms already acted on."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.notices import NoticeKind
from app.models.base import Base, Json, UtcDateTime, enum_column
from app.models.difference import Difference
from app.models.person import User

LARGEST_ENCLOSURE = 262_144


class Notice(Base):
    """Something a person is told once: the key is unique, so it cannot be told twice (B15, B26)."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_inbox", "user_id", "read_at", "id"),
        Index("uq_notices_key", "user_id", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[NoticeKind] = enum_column(NoticeKind, "kind")
    key: Mapped[str]
    difference_id: Mapped[int | None] = mapped_column(ForeignKey("differences.id"))
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship()
    difference: Mapped[Difference | None] = relationship()


class OutgoingMail(Base):
    """A mail written in the act's own transaction and delivered after it by the worker.

    withheld_at marks one that a backup held as unsent: after a restore nobody knows whether it went (A8).
    """

    __tablename__ = "outgoing_mails"
    __table_args__ = (Index("ix_outgoing_mails_waiting", "sent_at", "available_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    available_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withheld_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enclosure: Mapped["MailEnclosure | None"] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class MailEnclosure(Base):
    """A small file that goes along with a mail; forgotten like its text once the mail has gone."""

    __tablename__ = "mail_enclosures"
    __table_args__ = (CheckConstraint(f"length(content) <= {LARGEST_ENCLOSURE}", name="size"),)

    mail_id: Mapped[int] = mapped_column(
        ForeignKey("outgoing_mails.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ActKey(Base):
    """The key of a form that was acted on; the same key acts once (B15)."""

    __tablename__ = "act_keys"

    key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
