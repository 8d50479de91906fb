"""Redactions: who hid which text on which ground; the text is gone, its hash stays (A5)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.redaction import RedactionGround
from app.models.base import Base, UtcDateTime, enum_column

SUBJECTS = ("comment_id", "revision_id", "attachment_id")
_ONE_SUBJECT = " + ".join(f"CASE WHEN {subject} IS NULL THEN 0 ELSE 1 END" for subject in SUBJECTS) + " = 1"


class Redaction(Base):
    """The redaction of one comment, practice revision or file. text_hash is of what stood there."""

    __tablename__ = "redactions"
    __table_args__ = (
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        CheckConstraint("trim(reason) <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), unique=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("practice_revisions.id"), unique=True)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), unique=True)
    ground: Mapped[RedactionGround] = enum_column(RedactionGround, "ground")
    reason: Mapped[str]
    text_hash: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    by_printed: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
