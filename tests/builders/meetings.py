"""Meetings and minutes, as a test needs them: planned, held, minuted and confirmed by the actions themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import clock
from app.actions.meetings import (
    add_agenda_item,
    circulate_minutes,
    confirm_minutes,
    draft_minutes,
    edit_minutes,
    finalise_minutes,
    hold_meeting,
    plan_meeting,
    record_attendance,
)
from app.domain.meetings import AgendaPurpose, MeetingForm, MinutesState
from app.models import AgendaItem, City, Difference, Group, Meeting, Minutes, MinutesVersion, User
from app.transaction import transaction
from tests.builders.council import a_group, a_representative, a_secretary


def a_meeting(
    group: Group | None = None,
    leader: User | None = None,
    *,
    starts_at: datetime | None = None,
    **fields: object,
) -> Meeting:
    """A meeting planned for an hour from now, two hours long, online."""
    group = group or a_group()
    starts_at = starts_at or clock.now() + timedelta(hours=1)
    chosen: dict[str, object] = {
        "title": "定例会", "ends_at": starts_at + timedelta(hours=2), "form": MeetingForm.ONLINE,
        "place": "ウェブ会議", **fields,
    }  # fmt: skip
    leader = leader or a_secretary()
    with transaction():
        return plan_meeting(group.id, leader, starts_at=starts_at, **chosen)  # type: ignore[arg-type]


def an_item(
    meeting: Meeting,
    difference: Difference | None = None,
    leader: User | None = None,
    title: str = "",
    purpose: AgendaPurpose = AgendaPurpose.DISCUSS,
    **fields: object,
) -> AgendaItem:
    """An item at the end of a meeting's agenda: about a difference, or with a title of its own."""
    leader = leader or a_secretary()
    with transaction():
        return add_agenda_item(
            meeting.id,
            leader,
            difference_number=difference.number if difference else None,
            title=title or ("" if difference else "連絡事項"),
            purpose=purpose,
            **fields,  # type: ignore[arg-type]
        )


@dataclass(frozen=True)
class Sitting:
    """A meeting that was held with a representative of every city, and who keeps its record."""

    meeting: Meeting
    secretary: User
    cities: list[City]
    voices: list[User]

    @property
    def minutes(self) -> Minutes:
        """Its minutes, once drafted."""
        assert self.meeting.minutes is not None
        return self.meeting.minutes


def a_sitting(
    group: Group | None = None, differences: Sequence[Difference] = (), **fields: object
) -> Sitting:
    """A meeting that took place: the clock stands at its end, everybody was there but the last city's person."""
    group = group or (differences[0].group if differences else a_group())
    secretary = a_secretary()
    cities = group.voting_cities_at(clock.now())
    voices = [a_representative(group, city) for city in cities]
    meeting = a_meeting(group, secretary, **fields)  # type: ignore[arg-type]
    for difference in differences:
        an_item(meeting, difference, secretary)
    clock.travel(meeting.ends_at - clock.now())
    present = {person.id: person is not voices[-1] for person in voices}
    with transaction():
        record_attendance(meeting.id, secretary, {**present, secretary.id: True})
    with transaction():
        hold_meeting(meeting.id, secretary)
    return Sitting(meeting, secretary, cities, voices)


def some_minutes(
    group: Group | None = None,
    differences: Sequence[Difference] = (),
    *,
    until: MinutesState = MinutesState.DRAFT,
) -> Sitting:
    """A sitting whose minutes have come as far as wanted."""
    sitting = a_sitting(group, differences)
    with transaction():
        draft_minutes(sitting.meeting.id, sitting.secretary)
    if until is not MinutesState.DRAFT:
        circulated(sitting)
    if until in (MinutesState.CONFIRMED, MinutesState.FINAL):
        confirmed(sitting, sitting.voices)
    if until is MinutesState.FINAL:
        with transaction():
            finalise_minutes(sitting.minutes.id, sitting.secretary)
    return sitting


def edited(
    sitting: Sitting, body: str, editor: User | None = None, base: int | None = None
) -> MinutesVersion:
    """The next version of the minutes, over the present one unless another is named."""
    minutes = sitting.minutes
    with transaction():
        return edit_minutes(
            minutes.id, editor or sitting.secretary, body=body, base=base or minutes.last_version
        )


def circulated(sitting: Sitting) -> Minutes:
    """The minutes sent round in their present version."""
    with transaction():
        return circulate_minutes(sitting.minutes.id, sitting.secretary)


def confirmed(sitting: Sitting, people: Sequence[User]) -> Minutes:
    """The present version confirmed by people for their cities."""
    for person in people:
        with transaction():
            confirm_minutes(sitting.minutes.id, person, version=sitting.minutes.last_version)
    return sitting.minutes
