"""Meetings and minutes, as a test needs them: planned, held, minuted and confirmed by the actions themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app import clock
from app.actions.discussion import add_comment, mark_for_minutes
from app.actions.meetings import (
    add_agenda_item,
    add_papers,
    circulate_minutes,
    conclude_item,
    confirm_minutes,
    draft_minutes,
    edit_minutes,
    finalise_minutes,
    hold_meeting,
    plan_meeting,
    record_attendance,
    remark_on_minutes,
)
from app.actions.take_home import add_take_home
from app.domain.discussion import CommentKind
from app.domain.meetings import AgendaPurpose, Conclusion, MeetingForm, MinutesState
from app.domain.roles import MembershipKind, RoleKind
from app.models import (
    AgendaItem,
    City,
    Difference,
    Group,
    Meeting,
    Minutes,
    MinutesRemark,
    MinutesVersion,
    User,
)
from app.transaction import transaction
from tests.builders.council import (
    a_city,
    a_group,
    a_person,
    a_representative,
    a_role,
    a_secretary,
    three_cities,
)
from tests.builders.discussion import a_file
from tests.builders.manual import a_decision
from tests.builders.proposals import a_difference_on_the_table
from tests.support.worlds import kept

SAID = "様式の記載順に異議はない。"


@kept
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


@kept
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


@kept
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


@kept
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


@kept
def a_full_sitting() -> Sitting:
    """A draft of minutes in which every section that M8 names has something to say."""
    group = a_group([*three_cities(), a_city("小金井市", MembershipKind.ASSOCIATE)])
    decision = a_decision(group, letters="aac")
    discussed = a_difference_on_the_table(group, title="学校選択制の案内文")
    meeting = _prepared(group, decision.difference, discussed)
    sitting = _attended(meeting)
    leader = sitting.secretary
    comment = done(add_comment, discussed.number, sitting.voices[0], kind=CommentKind.COMMENT, body=SAID)
    done(mark_for_minutes, comment.id, leader)
    task = {"task": "別紙の案を作る", "due_on": date(2026, 12, 11), "meeting_id": meeting.id}
    done(add_take_home, discussed.number, leader, city_id=sitting.cities[0].id, **task)
    ends = ((Conclusion.NOTED, "報告のとおり了承した。"), (Conclusion.TAKEN_HOME, "次回に協議する。"))
    for item, (conclusion, text) in zip(meeting.agenda, ends, strict=False):
        done(conclude_item, item.id, leader, conclusion=conclusion, text=text)
    a_meeting(group, leader, starts_at=meeting.starts_at + timedelta(days=28), place="")
    done(hold_meeting, meeting.id, leader)
    done(draft_minutes, meeting.id, leader)
    return sitting


def _prepared(group: Group, reported: Difference, discussed: Difference) -> Meeting:
    """A meeting of the first of December from 14:00 to 16:10 in Tokyo, with agenda and paper."""
    starts_at, leader = datetime(2026, 12, 1, 5, tzinfo=UTC), a_secretary()
    meeting = a_meeting(
        group,
        leader,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2, minutes=10),
        form=MeetingForm.HYBRID,
        place="立川市役所 302会議室",
    )
    an_item(meeting, reported, purpose=AgendaPurpose.REPORT, explanation="事務局から**結果**を報告した。")
    an_item(meeting, discussed)
    an_item(meeting, title="次回の日程")
    done(add_papers, meeting.id, leader, [a_file("資料1.pdf")])
    return meeting


def _attended(meeting: Meeting) -> Sitting:
    """The clock stands at its end; the second city's person was absent, the third city has the chair."""
    group, secretary = meeting.group, a_secretary()
    cities = group.voting_cities_at(meeting.starts_at)
    voices = [a_representative(group, city) for city in cities]
    chair = a_role(group, a_person(cities[2], post="課長", name="高橋 正樹"), RoleKind.CHAIR).user
    associate = next(place.city for place in group.cities if place.city not in cities)
    guest = a_role(group, a_person(associate, name="渡辺 さくら"), RoleKind.MEMBER).user
    clock.travel(meeting.ends_at - clock.now())
    there = {voices[0].id: True, voices[1].id: False, chair.id: True, guest.id: True, secretary.id: True}
    done(record_attendance, meeting.id, secretary, there)
    return Sitting(meeting, secretary, cities, voices)


def done(act: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What one act in a transaction of its own gives."""
    with transaction():
        return act(*arguments, **named)


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


def a_remark(sitting: Sitting, person: User | None = None, **said: Any) -> MinutesRemark:
    """A remark on the present version of circulated minutes, by the first city's person unless another is named."""
    version = sitting.minutes.last_version
    chosen = {"body": "発言の趣旨が異なります。", "version": version, **said}
    return done(remark_on_minutes, sitting.minutes.id, person or sitting.voices[0], **chosen)  # type: ignore[no-any-return]
