"""The console of a meeting while it sits: who is there, the item it talks about, the ballot on it, what is taken home.

It shows everybody the same: nothing of a caucus and nothing of a sealed ballot, whoever opens it (A1, B40).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.quorum import Quorum, quorum_of
from app.domain.roles import CITY_ROLES, RoleKind
from app.models import AgendaItem, Attendance, City, Difference, Floor, Meeting, Proposal, TakeHomeItem, User
from app.policies.console import may_give_floor, may_sit
from app.policies.meetings import may_record
from app.policies.verdicts import Verdict
from app.queries.ballots.live import LiveBallot, live_ballot
from app.queries.council import the_council
from app.queries.differences.grid import Grid, grid_of
from app.queries.meetings.facts import attendance_of, take_home_of
from app.queries.meetings.floor import floor_of
from app.queries.meetings.one import meeting_named
from app.queries.meetings.people import invitees
from app.queries.proposals import proposals_of
from app.queries.take_home import may_add_any
from app.wording.meetings import span_words

AT_THE_TABLE = CITY_ROLES | {RoleKind.CHAIR, None}


@dataclass(frozen=True)
class PersonThere:
    """A person at the table: present, absent, or not recorded yet (None)."""

    person: User
    present: bool | None


@dataclass(frozen=True)
class Delegation:
    """One city with its people, or under None everybody who comes from no city."""

    city: City | None
    people: Sequence[PersonThere]

    @property
    def there(self) -> bool:
        """Whether anybody of it is present."""
        return any(each.present for each in self.people)


@dataclass(frozen=True)
class Subject:
    """What an item is about: the difference with its grid, the proposal on the table and the alternatives."""

    difference: Difference
    grid: Grid
    on_table: Proposal | None
    others: Sequence[Proposal]


@dataclass(frozen=True)
class ConsolePage:
    """Everything the console shows."""

    meeting: Meeting
    floor: Floor | None
    item: AgendaItem | None
    delegations: Sequence[Delegation]
    quorum: Quorum[City]
    subject: Subject | None
    ballot: LiveBallot | None
    tasks: Sequence[TakeHomeItem]
    may_give_floor: Verdict
    may_record: Verdict
    may_sit: Verdict
    may_charge: bool

    @property
    def when(self) -> str:
        """From when until when, in words."""
        return span_words(self.meeting.starts_at, self.meeting.ends_at)

    @property
    def seen(self) -> int:
        """What the forms carry: the serial of the floor they were shown with."""
        return self.floor.serial if self.floor else 0

    @property
    def next_item(self) -> AgendaItem | None:
        """The item after the one that has the floor; where none has it, the first without a conclusion."""
        agenda = self.meeting.agenda
        if self.item is None:
            return next((item for item in agenda if item.conclusion is None), None)
        return next((item for item in agenda if item.position > self.item.position), None)


def console_page(meeting_id: int, viewer: User, at: datetime) -> ConsolePage:
    """The console for a reader of the group; NotFound where the viewer may not know of the meeting."""
    meeting = meeting_named(meeting_id, viewer)
    floor = floor_of(meeting)
    item = item_on(meeting, floor)
    difference = item.difference if item else None
    delegations = _delegations(meeting)
    return ConsolePage(
        meeting,
        floor,
        item,
        delegations,
        _quorum(meeting, delegations),
        subject_of(difference, at) if difference else None,
        live_ballot(difference, viewer, at) if difference else None,
        take_home_of(meeting),
        may_give_floor=may_give_floor(viewer, meeting, at),
        may_record=may_record(viewer, meeting, at),
        may_sit=may_sit(viewer, meeting.group, at),
        may_charge=difference is not None and bool(may_add_any(difference, viewer, at)),
    )


def item_on(meeting: Meeting, floor: Floor | None) -> AgendaItem | None:
    """The item that has the floor."""
    return next((item for item in meeting.agenda if floor and item.id == floor.item_id), None)


def subject_of(difference: Difference, at: datetime) -> Subject:
    """A difference as a meeting looks at it."""
    standing = [proposal for proposal in proposals_of(difference) if proposal.withdrawn_at is None]
    on_table = next((proposal for proposal in standing if proposal.on_table), None)
    others = [proposal for proposal in standing if proposal is not on_table]
    return Subject(difference, grid_of(difference, at), on_table, others)


def _delegations(meeting: Meeting) -> list[Delegation]:
    """The cities by code, with whom the meeting expects or has recorded; everybody else at the end."""
    rows = {row.user_id: row for row in attendance_of(meeting)}
    found: dict[int | None, list[PersonThere]] = defaultdict(list)
    for person in _people(meeting, rows):
        found[person.city_id].append(PersonThere(person, _present(rows.get(person.id))))
    cities = meeting.group.cities_at(meeting.starts_at)
    here = [Delegation(city, found.pop(city.id, [])) for city in cities]
    rest = [person for some in found.values() for person in some]
    return [*here, Delegation(None, rest)] if rest else here


def _people(meeting: Meeting, rows: Mapping[int, Attendance]) -> list[User]:
    """Those who speak for a city, the secretariat, and whoever is on the list, in the group still or not."""
    invited = invitees(meeting)
    known = {each.user.id for each in invited}
    listed = [each.user for each in invited if each.role in AT_THE_TABLE or each.user.id in rows]
    return [*listed, *(row.user for row in rows.values() if row.user_id not in known)]


def _present(row: Attendance | None) -> bool | None:
    return row.present if row else None


def _quorum(meeting: Meeting, delegations: Sequence[Delegation]) -> Quorum[City]:
    members = meeting.group.voting_cities_at(meeting.starts_at)
    here = [each.city for each in delegations if each.city and each.there]
    return quorum_of(members, here, the_council().quorum)
