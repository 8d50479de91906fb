"""Imports: what a spreadsheet would bring, kept until somebody confirms it (A7)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, UtcDateTime


class Import(Base):
    """A spreadsheet as it was read: rows and faults. Confirmed once, and never with a fault; made are the numbers."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_someone"),
        CheckConstraint("confirmed_at IS NULL OR fault_count = 0", name="confirmed_without_faults"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    sha256: Mapped[str]
    instruction: Mapped[str]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    fault_count: Mapped[int]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    prepared_by_printed: Mapped[str]
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_by_printed: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made: Mapped[list[str]] = mapped_column(Json, default=list)
