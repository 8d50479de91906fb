"""What cities say about minutes that are sent round, what became of it, and how often they were asked to confirm."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.meetings import RemarkOutcome
from app.models.base import Base, Json, UtcDateTime, enum_column
from app.models.city import City
from app.models.meeting import MinutesVersion


class MinutesRemark(Base):
    """A remark of a city on one version of minutes, and the answer to it; it stays with that version.

    passage counts the passages of the text from 0, with the words that are meant; without one the remark is about
    what stands beside the text.
    """

    __tablename__ = "minutes_remarks"
    __table_args__ = (
        UniqueConstraint("version_id", "number", name="uq_minutes_remarks_number"),
        Index(
            "ix_minutes_remarks_open",
            "version_id",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        CheckConstraint("trim(body) <> '' OR trim(suggestion) <> ''", name="says_something"),
        CheckConstraint("(passage IS NULL) = (quote = '')", name="passage_is_quoted"),
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="outcome_has_instant"),
        CheckConstraint(
            "outcome IS NULL OR outcome = 'taken_over' OR trim(answer) <> ''", name="refusal_has_words"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_versions.id"))
    number: Mapped[int]
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    passage: Mapped[int | None]
    quote: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    suggestion: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_printed: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[RemarkOutcome | None] = enum_column(RemarkOutcome, "outcome", nullable=True)
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_by_printed: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[MinutesVersion] = relationship()
    city: Mapped[City] = relationship(lazy="joined")


class MinutesUrging(Base):
    """Cities were asked again to confirm minutes: at most once a day."""

    __tablename__ = "minutes_urgings"
    __table_args__ = (UniqueConstraint("minutes_id", "day", name="uq_minutes_urgings_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    day: Mapped[date]
    cities: Mapped[list[str]] = mapped_column(Json)
    urged_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    urged_by_printed: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
