"""Remarks on minutes: beside the text they are about, by city, and those that still want an answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.domain.passages import Passage, passages
from app.extensions import db
from app.models import City, Meeting, Minutes, MinutesRemark, MinutesUrging, MinutesVersion, User
from app.policies.meetings import confirming_cities
from app.policies.minutes_remarks import may_answer_remark, may_remark, may_urge
from app.policies.standing import may_lead
from app.policies.verdicts import NotFound, Verdict
from app.queries.meetings.confirming import unconfirmed_cities
from app.queries.meetings.one import minutes_named, version_of
from app.queries.meetings.references import bound


@dataclass(frozen=True)
class PassageRow:
    """A passage of the text in words and what cities say about it; without a place, what stands beside the text.

    level is that of a heading below the highest one, 1 for the highest, 0 for what is none.
    """

    place: int | None
    level: int
    body: str
    remarks: Sequence[MinutesRemark]


@dataclass(frozen=True)
class CityRow:
    """How far a city is with the present version: when it confirmed, and its remarks with those unanswered."""

    city: City
    confirmed_at: datetime | None
    remarks: int
    open: int


@dataclass(frozen=True)
class RemarksPage:
    """One version of minutes passage by passage, with the remarks on it and on earlier versions."""

    minutes: Minutes
    version: MinutesVersion
    rows: Sequence[PassageRow]
    earlier: Sequence[MinutesRemark]
    cities: Sequence[CityRow]
    last_urging: MinutesUrging | None
    leads: bool
    may_remark: Verdict
    may_urge: Verdict
    may_answer: dict[int, Verdict]

    @property
    def meeting(self) -> Meeting:
        """The meeting these are the minutes of."""
        return self.minutes.meeting

    @property
    def is_current(self) -> bool:
        """Whether this is the present version: the one that is remarked on."""
        return self.version.number == self.minutes.last_version


def remarks_page(meeting_id: int, viewer: User, at: datetime, number: int | None = None) -> RemarksPage:
    """The present version, or the one of a number, with everything the cities said; by a bounded number of queries."""
    minutes = minutes_named(meeting_id, viewer)
    version = minutes.current if number is None else version_of(minutes, number)
    remarks = remarks_on(minutes)
    last = last_urging(minutes)
    return RemarksPage(
        minutes,
        version,
        _rows(minutes, version, [each for each in remarks if each.version_id == version.id]),
        [each for each in remarks if each.version_id != version.id],
        _cities(minutes, remarks, at),
        last,
        leads=bool(may_lead(viewer, minutes.meeting.group, at)),
        may_remark=may_remark(viewer, minutes, at),
        may_urge=may_urge(viewer, minutes, unconfirmed_cities(minutes, at), last.day if last else None, at),
        may_answer={each.id: may_answer_remark(viewer, minutes, each, at) for each in remarks},
    )


def remarks_on(minutes: Minutes) -> Sequence[MinutesRemark]:
    """Every remark on any version, the newest version first, in the order in which they were made."""
    statement = (
        select(MinutesRemark)
        .join(MinutesRemark.version)
        .where(MinutesVersion.minutes_id == minutes.id)
        .options(joinedload(MinutesRemark.version))
        .order_by(MinutesVersion.number.desc(), MinutesRemark.number)
    )
    return db.session.scalars(statement).unique().all()


def unanswered_remarks(minutes: Minutes) -> Sequence[MinutesRemark]:
    """The remarks that nobody has answered yet."""
    return [each for each in remarks_on(minutes) if each.outcome is None]


def meetings_with_open_remarks(groups: Collection[int] | None, most: int) -> Sequence[Meeting]:
    """The meetings with unanswered remarks on their minutes, in these groups or in all, the first to meet first."""
    open_on = (
        select(MinutesVersion.minutes_id)
        .join(MinutesRemark)
        .where(MinutesRemark.outcome.is_(None))
        .distinct()
    )
    statement = select(Meeting).join(Meeting.minutes).where(Minutes.id.in_(open_on))
    if groups is not None:
        statement = statement.where(Meeting.group_id.in_(groups))
    return db.session.scalars(statement.order_by(Meeting.starts_at, Meeting.id).limit(most)).unique().all()


def remark_numbered(minutes: Minutes, version: int, number: int) -> MinutesRemark:
    """One remark by its version's number and its own; NotFound where there is none."""
    found = [each for each in remarks_on(minutes) if (each.version.number, each.number) == (version, number)]
    if not found:
        raise NotFound
    return found[0]


def last_number(version: MinutesVersion) -> int:
    """The number of the last remark on a version; 0 where there is none."""
    statement = select(func.max(MinutesRemark.number)).where(MinutesRemark.version_id == version.id)
    return db.session.scalar(statement) or 0


def passage_of(minutes: Minutes, version: MinutesVersion, place: int) -> Passage:
    """A passage of a version as it reads; NotFound where the text has none there."""
    parts = passages(version.body)
    if not 0 <= place < len(parts):
        raise NotFound
    return Passage(bound(version.body, minutes.meeting.group).markdown(parts[place].source))


def last_urging(minutes: Minutes) -> MinutesUrging | None:
    """When the cities were last asked again to confirm, and by whom."""
    statement = select(MinutesUrging).where(MinutesUrging.minutes_id == minutes.id)
    return db.session.scalars(statement.order_by(MinutesUrging.day.desc()).limit(1)).first()


def _rows(minutes: Minutes, version: MinutesVersion, remarks: Sequence[MinutesRemark]) -> list[PassageRow]:
    refers_to = bound(version.body, minutes.meeting.group)
    parts = passages(version.body)
    top = min((part.level for part in parts if part.level), default=1)
    beside = PassageRow(None, 0, "", [each for each in remarks if each.passage is None])
    rows = [
        PassageRow(
            place,
            part.level - top + 1 if part.level else 0,
            refers_to.markdown(part.source),
            [each for each in remarks if each.passage == place],
        )
        for place, part in enumerate(parts)
    ]
    return [beside, *rows]


def _cities(minutes: Minutes, remarks: Sequence[MinutesRemark], at: datetime) -> list[CityRow]:
    given = {each.city_id: each.at for each in minutes.current.confirmations}
    cities = {city.id: city for city in confirming_cities(minutes.meeting, at)}
    cities |= {each.city_id: each.city for each in remarks}
    return [
        CityRow(
            city,
            given.get(city.id),
            sum(each.city_id == city.id for each in remarks),
            sum(each.city_id == city.id and each.outcome is None for each in remarks),
        )
        for city in sorted(cities.values(), key=lambda city: city.code)
    ]
