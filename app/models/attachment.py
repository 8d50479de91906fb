"""Attached files, kept in the database so that every machine and every backup has them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime
from app.models.difference import Difference
from app.models.redaction import Redaction

OWNERS = ("practice_revision_id", "proposal_version_id", "comment_id", "meeting_id")
_ONE_OWNER = " + ".join(f"CASE WHEN {owner} IS NULL THEN 0 ELSE 1 END" for owner in OWNERS) + " = 1"


class FileColumns:
    """What is kept of every file; its content is read only where it is asked for."""

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_by_printed: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Attachment(FileColumns, Base):
    """A file of exactly one owner. Files of a caucus stand in a table of their own (A1)."""

    __tablename__ = "attachments"
    __table_args__ = (CheckConstraint(_ONE_OWNER, name="one_owner"),)

    difference_id: Mapped[int | None] = mapped_column(ForeignKey("differences.id"), index=True)
    practice_revision_id: Mapped[int | None] = mapped_column(ForeignKey("practice_revisions.id"), index=True)
    proposal_version_id: Mapped[int | None] = mapped_column(ForeignKey("proposal_versions.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    difference: Mapped[Difference | None] = relationship()
    redaction: Mapped[Redaction | None] = relationship(lazy="joined", viewonly=True, uselist=False)
