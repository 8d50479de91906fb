"""The council's register of minutes: a document number for each, gapless within a fiscal year."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime


class MinutesSeries(Base):
    """The last number given in a fiscal year; its row is the lock that keeps numbers gapless."""

    __tablename__ = "minutes_series"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True)
    last_serial: Mapped[int] = mapped_column(default=0)


class MinutesNumber(Base):
    """The document number of minutes, given when they are first sent round and kept whatever becomes of them."""

    __tablename__ = "minutes_numbers"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "serial", name="uq_minutes_numbers_serial"),
        CheckConstraint("serial > 0", name="serial_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), unique=True)
    fiscal_year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
