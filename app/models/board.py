"""What the board (役員会) said on matters that every city had signed (S12)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.signoff import BoardResult
from app.models.base import Base, UtcDateTime, enum_column
from app.models.signoff import Escalation


class BoardFinding(Base):
    """The board approved a signed matter on a day, or returned it with a reason; the row never changes."""

    __tablename__ = "board_findings"
    __table_args__ = (
        CheckConstraint("trim(evidence) <> ''", name="evidence_due"),
        CheckConstraint("result = 'approved' OR trim(reason) <> ''", name="reason_due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    result: Mapped[BoardResult] = enum_column(BoardResult, "result")
    met_on: Mapped[date]
    evidence: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    text_hash: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_by_printed: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    escalation: Mapped[Escalation] = relationship(back_populates="findings")
