"""Attached files, kept in the database so that every machine and every backup has them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.base import Base, UtcDateTime
from app.models.difference import Difference

OWNERS = ("practice_revision_id", "proposal_version_id", "comment_id", "caucus_entry_id", "meeting_id")
_ONE_OWNER = " + ".join(f"CASE WHEN {owner} IS NULL THEN 0 ELSE 1 END" for owner in OWNERS) + " = 1"


class Attachment(Base):
    """A file of exactly one owner. private_city_id is set for a caucus file (A1)."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint(_ONE_OWNER, name="one_owner"),
        CheckConstraint("(caucus_entry_id IS NULL) = (private_city_id IS NULL)", name="private_in_caucus"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    difference_id: Mapped[int | None] = mapped_column(ForeignKey("differences.id"), index=True)
    practice_revision_id: Mapped[int | None] = mapped_column(ForeignKey("practice_revisions.id"), index=True)
    proposal_version_id: Mapped[int | None] = mapped_column(ForeignKey("proposal_versions.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    caucus_entry_id: Mapped[int | None] = mapped_column(ForeignKey("caucus_entries.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    private_city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_by_printed: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    difference: Mapped[Difference | None] = relationship()
