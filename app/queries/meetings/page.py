"""The page of one meeting: its agenda with where each difference stands, who was there, tasks, papers, minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from app.domain.ball import Ball
from app.domain.meetings import MeetingState
from app.models import AgendaItem, Attachment, Attendance, City, Event, Group, Meeting, TakeHomeItem, User
from app.policies.meetings import (
    may_cancel,
    may_change_meeting,
    may_draft_minutes,
    may_hold,
    may_prepare,
    may_read_minutes,
    may_record,
)
from app.policies.standing import may_lead
from app.policies.verdicts import Verdict
from app.queries.meetings.agenda import ItemState, states_on_agenda
from app.queries.meetings.confirming import unconfirmed_cities
from app.queries.meetings.consent import ConsentPart, consent_of
from app.queries.meetings.convening import Calls, calls_of
from app.queries.meetings.facts import attendance_of, next_meeting, papers_of, take_home_of
from app.queries.meetings.one import meeting_named
from app.queries.meetings.preparation import Preparation, preparation_of
from app.queries.paging import Page, page_of
from app.wording.meetings import span_words
from app.wording.planning import written_span_words


@dataclass(frozen=True)
class AgendaRow:
    """An item, how its difference stands before the meeting, and on whom it waits."""

    item: AgendaItem
    state: ItemState | None
    waits_for: Sequence[City]

    @property
    def ball(self) -> Ball | None:
        """What the difference waits for."""
        return self.state.ball if self.state else None


@dataclass(frozen=True)
class Delegation:
    """The people of one city or body on the attendance list."""

    city: City | None
    organisation: str
    rows: Sequence[Attendance]


@dataclass(frozen=True)
class MeetingPage:
    """Everything the page of a meeting shows."""

    meeting: Meeting
    agenda: Sequence[AgendaRow]
    preparation: Preparation | None
    calls: Calls
    consent: ConsentPart
    delegations: Sequence[Delegation]
    tasks: Sequence[TakeHomeItem]
    papers: Sequence[Attachment]
    next: Meeting | None
    missing: Sequence[City]
    timeline: Page[Event]
    leads: bool
    may_change: Verdict
    may_prepare: Verdict
    may_cancel: Verdict
    may_record: Verdict
    may_hold: Verdict
    may_draft: Verdict
    may_read: Verdict | None

    @property
    def when(self) -> str:
        """From when until when, in words."""
        meeting = self.meeting
        if meeting.written:
            return written_span_words(meeting.starts_at, meeting.ends_at, sent=meeting.was_sent)
        return span_words(meeting.starts_at, meeting.ends_at)


def meeting_page(meeting_id: int, viewer: User, at: datetime, page: int = 1) -> MeetingPage:
    """The page of a meeting; NotFound where the viewer may not know of it. page is that of its history."""
    meeting = meeting_named(meeting_id, viewer)
    minutes, papers = meeting.minutes, papers_of(meeting)
    return MeetingPage(
        meeting,
        agenda_rows(meeting, at),
        preparation_of(meeting, viewer, at) if meeting.state is MeetingState.PLANNED else None,
        calls_of(meeting, papers, viewer, at),
        consent_of(meeting, viewer, at),
        _delegations(meeting),
        take_home_of(meeting),
        papers,
        next_meeting(meeting),
        unconfirmed_cities(minutes, at) if minutes else (),
        _timeline(meeting, page),
        leads=bool(may_lead(viewer, meeting.group, at)),
        may_change=may_change_meeting(viewer, meeting, at),
        may_prepare=may_prepare(viewer, meeting, at),
        may_cancel=may_cancel(viewer, meeting, at),
        may_record=may_record(viewer, meeting, at),
        may_hold=may_hold(viewer, meeting, at),
        may_draft=may_draft_minutes(viewer, meeting, at),
        may_read=may_read_minutes(viewer, minutes, at) if minutes else None,
    )


def agenda_rows(meeting: Meeting, at: datetime) -> list[AgendaRow]:
    """The agenda with who has the ball on each difference, by a bounded number of queries."""
    states = states_on_agenda(meeting, at)
    cities = _cities(meeting.group)
    rows = []
    for item in meeting.agenda:
        state = states[item.difference.id] if item.difference else None
        waits_for = [cities[each] for each in state.ball.city_ids if each in cities] if state else []
        rows.append(AgendaRow(item, state, waits_for))
    return rows


def _cities(group: Group) -> dict[int, City]:
    return {place.city_id: place.city for place in group.cities}


def _delegations(meeting: Meeting) -> list[Delegation]:
    rows = attendance_of(meeting)
    return [
        Delegation(city, organisation, list(people))
        for (city, organisation), people in groupby(
            rows, key=lambda row: (row.city, "" if row.city else row.organisation)
        )
    ]


def _timeline(meeting: Meeting, page: int) -> Page[Event]:
    """What happened to the meeting and its minutes, the newest first."""
    statement = select(Event).where(Event.subject_type == "meetings", Event.subject_id == meeting.id)
    return page_of(statement.order_by(Event.id.desc()), page)
