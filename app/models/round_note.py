"""What is noted beside a round that has ended."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime


class RoundNote(Base):
    """A note on a round that ended: the round stays as it is, what was wrong in it is said here (B42)."""

    __tablename__ = "round_notes"
    __table_args__ = (CheckConstraint("trim(body) <> ''", name="body"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    body: Mapped[str]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_by_printed: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
