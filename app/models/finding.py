"""What a chair finds about a round that failed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.ballot import Round
from app.models.base import Base, UtcDateTime


class Finding(Base):
    """The chair's finding that unanimity cannot be had, bound to the failed round and its text (B41)."""

    __tablename__ = "findings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "text_hash"], ["rounds.id", "rounds.text_hash"], name="fk_findings_round"
        ),
        CheckConstraint("trim(reason) <> ''", name="reason"),
    )

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text_hash: Mapped[str]
    reason: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_by_printed: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    round: Mapped[Round] = relationship()
