"""Minutes, and corrections of final minutes, that cities have not confirmed yet (M5, M6)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.domain.meetings import MinutesState
from app.extensions import db
from app.models import (
    City,
    CorrectionConfirmation,
    Group,
    Meeting,
    Minutes,
    MinutesCorrection,
    MinutesVersion,
)
from app.policies.meetings import confirming_cities
from app.queries.waiting import voting_places

MOST = 200


@dataclass(frozen=True)
class Unconfirmed:
    """A meeting whose minutes, or the correction of this number, wait for cities; since when."""

    meeting: Meeting
    cities: tuple[City, ...]
    since: datetime | None
    correction: int | None = None


def unconfirmed(at: datetime, group_ids: Collection[int] | None = None) -> list[Unconfirmed]:
    """What waits for a confirmation, oldest first: in some groups, or in all."""
    ours = true() if group_ids is None else Meeting.group_id.in_(group_ids)
    found = [*_minutes(ours, at), *_corrections(ours, at)]
    return sorted(
        (each for each in found if each.cities), key=lambda each: (each.since or at, each.meeting.id)
    )


def _minutes(ours: ColumnElement[bool], at: datetime) -> list[Unconfirmed]:
    wanted = (
        select(Minutes)
        .join(Minutes.meeting)
        .where(Minutes.state == MinutesState.CIRCULATED, ours)
        .options(_with_cities(), joinedload(Minutes.current).selectinload(MinutesVersion.confirmations))
        .order_by(Minutes.circulated_at, Minutes.id)
        .limit(MOST)
    )
    return [
        Unconfirmed(
            minutes.meeting,
            _missing(minutes.meeting, {c.city_id for c in minutes.current.confirmations}, at),
            minutes.circulated_at,
        )
        for minutes in db.session.scalars(wanted).unique()
    ]


def _corrections(ours: ColumnElement[bool], at: datetime) -> list[Unconfirmed]:
    places = voting_places(at)
    given = exists().where(
        CorrectionConfirmation.correction_id == MinutesCorrection.id,
        CorrectionConfirmation.city_id == places.c.city_id,
    )
    lacking = exists().where(places.c.group_id == Meeting.group_id, ~given)
    wanted = (
        select(Minutes, MinutesCorrection)
        .join(Minutes.meeting)
        .join(MinutesCorrection, MinutesCorrection.minutes_id == Minutes.id)
        .where(lacking, ours)
        .options(_with_cities(), selectinload(MinutesCorrection.confirmations))
        .order_by(MinutesCorrection.id.desc())
        .limit(MOST)
    )
    return [
        Unconfirmed(
            minutes.meeting,
            _missing(minutes.meeting, {c.city_id for c in correction.confirmations}, at),
            correction.at,
            correction.number,
        )
        for minutes, correction in db.session.execute(wanted).unique()
    ]


def _with_cities() -> ORMOption:
    return joinedload(Minutes.meeting).joinedload(Meeting.group).selectinload(Group.cities)


def _missing(meeting: Meeting, confirmed: Collection[int], at: datetime) -> tuple[City, ...]:
    return tuple(city for city in confirming_cities(meeting, at) if city.id not in confirmed)
