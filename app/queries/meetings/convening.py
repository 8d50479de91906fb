"""The notices of a meeting: what each named, whom it told, and what has changed since the last one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from app.domain.meetings import CallPart
from app.extensions import db
from app.models import Attachment, CalledPerson, City, Meeting, MeetingCall, User
from app.policies.convening import may_call, may_send_written
from app.policies.verdicts import Verdict

_PARTS = {
    CallPart.TIME: ("starts_at", "ends_at"),
    CallPart.PLACE: ("form", "place"),
    CallPart.AGENDA: ("title", "items"),
    CallPart.PAPERS: ("papers",),
}


@dataclass(frozen=True)
class Called:
    """The people of one city or body whom a notice told."""

    city: City | None
    organisation: str
    people: Sequence[CalledPerson]


@dataclass(frozen=True)
class Calls:
    """The last notice with whom it told, how many there were, what changed since, and whether another may go."""

    last: MeetingCall | None
    told: Sequence[Called]
    changed: tuple[CallPart, ...]
    may_call: Verdict


def calls_of(meeting: Meeting, papers: Sequence[Attachment], viewer: User, at: datetime) -> Calls:
    """The notices of a meeting for its page."""
    last = meeting.calls[-1] if meeting.calls else None
    return Calls(
        last,
        _by_city(last) if last else (),
        tuple(_changed(last.named, named_now(meeting, papers))) if last else (),
        may_send_written(viewer, meeting, at) if meeting.written else may_call(viewer, meeting, at),
    )


def called_ids(meeting: Meeting) -> set[int]:
    """The people whom any notice of the meeting has called."""
    statement = select(CalledPerson.user_id).join(MeetingCall, MeetingCall.id == CalledPerson.call_id)
    return set(db.session.scalars(statement.where(MeetingCall.meeting_id == meeting.id)))


def named_now(meeting: Meeting, papers: Iterable[Attachment]) -> dict[str, Any]:
    """What a notice of the meeting names as it stands: time, place, agenda and papers (JSON values)."""
    return {
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "form": meeting.form.value,
        "place": meeting.place,
        "items": [
            {
                "difference": item.difference.number if item.difference else None,
                "title": item.title,
                "purpose": item.purpose.value,
            }
            for item in meeting.agenda
        ],
        "papers": [{"name": paper.filename, "sha256": paper.sha256} for paper in papers],
    }


def _changed(then: dict[str, Any], now: dict[str, Any]) -> Iterable[CallPart]:
    return (part for part, names in _PARTS.items() if any(then[name] != now[name] for name in names))


def _by_city(call: MeetingCall) -> list[Called]:
    statement = select(CalledPerson).where(CalledPerson.call_id == call.id)
    people = sorted(db.session.scalars(statement).unique(), key=_place)
    return [
        Called(found[0], found[1], list(rows))
        for found, rows in groupby(people, key=lambda row: (row.city, "" if row.city else row.organisation))
    ]


def _place(person: CalledPerson) -> tuple[bool, str, str, int]:
    city = person.city
    return city is None, city.code if city else "", person.organisation, person.id
