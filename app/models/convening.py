"""The notice of a meeting (招集通知): what was called, and who was told when. Neither ever changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Json, UtcDateTime
from app.models.city import City


class MeetingCall(Base):
    """One notice of a meeting, with the time, place, agenda and papers that it named; a later one takes its place."""

    __tablename__ = "meeting_calls"
    __table_args__ = (UniqueConstraint("meeting_id", "number", name="uq_meeting_calls_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    number: Mapped[int]
    named: Mapped[dict[str, Any]] = mapped_column(Json)
    message: Mapped[str] = mapped_column(default="")
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sent_by_printed: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    people: Mapped[list["CalledPerson"]] = relationship(order_by="CalledPerson.id")


class CalledPerson(Base):
    """A person whom a notice told, with city, section, post and name as of that day."""

    __tablename__ = "called_people"
    __table_args__ = (UniqueConstraint("call_id", "user_id", name="uq_called_people_user"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("meeting_calls.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    organisation: Mapped[str] = mapped_column(default="")
    section: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    city: Mapped[City | None] = relationship(lazy="joined")
