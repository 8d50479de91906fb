"""Meetings of a group, their agenda and attendance, and the minutes with their confirmations."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.meetings import (
    AgendaPurpose,
    Conclusion,
    MeetingForm,
    MeetingState,
    MinutesState,
    WrittenForm,
)
from app.models.base import Base, Json, UtcDateTime, enum_column
from app.models.city import City
from app.models.consent import ConsentItem
from app.models.convening import MeetingCall
from app.models.difference import Difference
from app.models.group import Group
from app.models.minutes_register import MinutesNumber
from app.models.person import User


class Meeting(Base):
    """One meeting of a working group, numbered within the group; serial counts the changes of it and its agenda.

    A written one (書面決議) has no sitting: it lasts from its notice until its ballots close.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("group_id", "number", name="uq_meetings_number"),
        CheckConstraint("ends_at > starts_at", name="interval"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name="cancelled_has_reason"),
        Index("ix_meetings_starts", "starts_at", "id"),
        Index("ix_meetings_group_starts", "group_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    number: Mapped[int]
    title: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    form: Mapped[MeetingForm] = enum_column(MeetingForm, "form")
    place: Mapped[str] = mapped_column(default="")
    written: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[MeetingState] = enum_column(MeetingState, "state")
    note: Mapped[str] = mapped_column(default="")
    cancel_reason: Mapped[str] = mapped_column(default="")
    serial: Mapped[int] = mapped_column(default=0)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    group: Mapped[Group] = relationship(lazy="joined")
    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )
    attendance: Mapped[list["Attendance"]] = relationship(
        back_populates="meeting", order_by="Attendance.id", cascade="all, delete-orphan"
    )
    minutes: Mapped["Minutes | None"] = relationship(back_populates="meeting", uselist=False)
    calls: Mapped[list[MeetingCall]] = relationship(order_by=MeetingCall.number)

    @property
    def held_as(self) -> MeetingForm | WrittenForm:
        """The form, a written resolution among them."""
        return WrittenForm.WRITTEN if self.written else self.form

    @property
    def was_sent(self) -> bool:
        """Whether a written resolution has gone to the cities: its ballots were opened with the notice."""
        return self.written and bool(self.calls)


class AgendaItem(Base):
    """An item of a meeting, usually about a difference."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        Index("uq_agenda_items_of_meeting", "id", "meeting_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    position: Mapped[int]
    difference_id: Mapped[int | None] = mapped_column(ForeignKey("differences.id"), index=True)
    title: Mapped[str]
    purpose: Mapped[AgendaPurpose] = enum_column(AgendaPurpose, "purpose")
    explanation: Mapped[str] = mapped_column(default="")
    conclusion: Mapped[Conclusion | None] = enum_column(Conclusion, "conclusion", nullable=True)
    conclusion_text: Mapped[str] = mapped_column(default="")
    meeting: Mapped[Meeting] = relationship(back_populates="agenda")
    difference: Mapped[Difference | None] = relationship()
    consent: Mapped[ConsentItem | None] = relationship(lazy="joined", cascade="all, delete-orphan")


class Attendance(Base):
    """A person present at, or absent from, a meeting, with section, post and name as of that day (M8)."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "user_id", name="uq_attendances_user"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    organisation: Mapped[str] = mapped_column(default="")
    section: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    present: Mapped[bool]
    meeting: Mapped[Meeting] = relationship(back_populates="attendance")
    user: Mapped[User] = relationship()
    city: Mapped[City | None] = relationship(lazy="joined")


class Minutes(Base):
    """The minutes of a meeting: draft, circulated, confirmed, final (M5)."""

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint("(state = 'final') = (final_at IS NOT NULL)", name="final_has_instant"),
        CheckConstraint("state <> 'final' OR final_hash IS NOT NULL", name="final_has_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    state: Mapped[MinutesState] = enum_column(MinutesState, "state")
    last_version: Mapped[int] = mapped_column(default=0)
    circulated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    final_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    final_hash: Mapped[str | None]
    meeting: Mapped[Meeting] = relationship(back_populates="minutes")
    versions: Mapped[list["MinutesVersion"]] = relationship(
        back_populates="minutes", order_by="MinutesVersion.number"
    )
    current: Mapped["MinutesVersion"] = relationship(
        primaryjoin="and_(MinutesVersion.minutes_id == Minutes.id, MinutesVersion.number == Minutes.last_version)",
        viewonly=True,
        uselist=False,
    )
    corrections: Mapped[list["MinutesCorrection"]] = relationship(order_by="MinutesCorrection.number")
    numbered: Mapped[MinutesNumber | None] = relationship(uselist=False)


class MinutesVersion(Base):
    """One saved text of the minutes, in Markdown with references to rounds and decisions (M7).

    facts are what stood in the record of the meeting when it was saved: time, place, people, papers, tasks (M8).
    """

    __tablename__ = "minutes_versions"
    __table_args__ = (UniqueConstraint("minutes_id", "number", name="uq_minutes_versions_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    body: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    text_hash: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_printed: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[Minutes] = relationship(back_populates="versions")
    confirmations: Mapped[list["MinutesConfirmation"]] = relationship(
        back_populates="version", order_by="MinutesConfirmation.id"
    )


class MinutesConfirmation(Base):
    """A city's confirmation of one version; a new version starts without any (M5)."""

    __tablename__ = "minutes_confirmations"
    __table_args__ = (UniqueConstraint("version_id", "city_id", name="uq_minutes_confirmations_city"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_versions.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user_printed: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[MinutesVersion] = relationship(back_populates="confirmations")
    city: Mapped[City] = relationship(lazy="joined")


class MinutesCorrection(Base):
    """A dated entry appended to final minutes, which the cities confirm as they did the minutes (M6)."""

    __tablename__ = "minutes_corrections"
    __table_args__ = (
        UniqueConstraint("minutes_id", "number", name="uq_minutes_corrections_number"),
        CheckConstraint("trim(body) <> ''", name="body"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    body: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_printed: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmations: Mapped[list["CorrectionConfirmation"]] = relationship(
        back_populates="correction", order_by="CorrectionConfirmation.id"
    )


class CorrectionConfirmation(Base):
    """A city's confirmation of one correction (M6)."""

    __tablename__ = "minutes_correction_confirmations"
    __table_args__ = (
        UniqueConstraint("correction_id", "city_id", name="uq_minutes_correction_confirmations_city"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("minutes_corrections.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user_printed: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    correction: Mapped[MinutesCorrection] = relationship(back_populates="confirmations")
    city: Mapped[City] = relationship(lazy="joined")
