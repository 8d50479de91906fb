"""The agenda: items added, changed, moved, removed, and taken over from what waits."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.meetings import (
    add_agenda_item,
    add_proposed_items,
    change_agenda_item,
    conclude_item,
    move_agenda_item,
    remove_agenda_item,
)
from app.domain.events import EventKind
from app.domain.meetings import AgendaPurpose, Conclusion
from app.models import AgendaItem, Event, Meeting
from app.policies.verdicts import Ground, Invalid, Refused
from app.transaction import transaction
from tests.builders.council import a_domain, a_group, a_representative, a_secretary
from tests.builders.differences import a_difference, a_proposing_difference
from tests.builders.meetings import a_meeting, an_item
from tests.builders.proposals import a_difference_on_the_table


def test_an_item_bears_the_title_of_its_difference_and_stands_in_its_timeline(session: Session) -> None:
    difference = a_difference()
    meeting = a_meeting(difference.group)
    item = an_item(meeting, difference)
    plain = an_item(meeting, title="次回の日程")

    assert (item.title, item.position, plain.position) == (difference.title, 1, 2)
    of_difference = select(Event).where(Event.difference_id == difference.id).order_by(Event.id)
    events = session.scalars(of_difference).all()
    assert events[-1].kind is EventKind.AGENDA_CHANGED
    assert events[-1].after["what"] == "added"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ＥＤＵ－０２－００１", "difference_is_on_agenda"),
        ("EDU-02-099", "no_such_difference"),
        ("なし", "no_such_difference"),
    ],
)
def test_what_is_no_difference_or_is_on_the_agenda_is_refused(
    session: Session, typed: str, code: str
) -> None:
    difference = a_difference()
    meeting = a_meeting(difference.group)
    an_item(meeting, difference)
    with pytest.raises(Invalid) as invalid:
        _add(meeting, typed)

    assert (invalid.value.field, invalid.value.code) == ("difference_number", code)


def test_a_difference_of_another_group_is_refused(session: Session) -> None:
    meeting = a_meeting(a_group())
    other = a_difference(a_group([], code="TAX-01", domain=a_domain("TAX", "税")))
    with pytest.raises(Invalid) as invalid:
        an_item(meeting, other)

    assert invalid.value.code == "difference_of_another_group"


def test_items_move_and_close_up(session: Session) -> None:
    meeting, leader = a_meeting(), a_secretary()
    _first, second, third = (an_item(meeting, title=f"議題{n}") for n in "一二三")
    _move(third, 1)
    assert _order(meeting) == ["議題三", "議題一", "議題二"]
    _move(third, 99)
    assert _order(meeting) == ["議題一", "議題二", "議題三"]
    with transaction():
        remove_agenda_item(second.id, leader)

    assert _order(meeting) == ["議題一", "議題三"]
    assert [item.position for item in meeting.agenda] == [1, 2]


def test_an_item_is_changed_and_no_change_leaves_no_trace(session: Session) -> None:
    item, leader = an_item(a_meeting()), a_secretary()
    serial = item.meeting.serial
    for _ in range(2):
        with transaction():
            change_agenda_item(item.id, leader, title="報告事項", purpose=AgendaPurpose.REPORT)

    assert (item.title, item.meeting.serial) == ("報告事項", serial + 1)


def test_an_item_with_a_conclusion_stays_on_the_agenda(session: Session) -> None:
    item, leader = an_item(a_meeting()), a_secretary()
    with transaction():
        conclude_item(item.id, leader, conclusion=Conclusion.NOTED)
    with pytest.raises(Refused) as refused, transaction():
        remove_agenda_item(item.id, leader)

    assert refused.value.verdict.code == "item_is_concluded"


def test_only_chair_and_secretariat_prepare_the_agenda(session: Session) -> None:
    meeting = a_meeting()
    member = a_representative(meeting.group, meeting.group.cities[0].city)
    with pytest.raises(Refused) as refused:
        an_item(meeting, leader=member)

    assert refused.value.verdict.ground is Ground.PERSON


def test_m9_items_are_taken_over_from_what_waits_each_once(session: Session) -> None:
    ready = a_difference_on_the_table()
    other = a_proposing_difference(ready.group)
    raised = a_difference(ready.group)
    meeting, leader = a_meeting(ready.group), a_secretary()
    numbers = [ready.number, other.number, raised.number]
    for _ in range(2):
        with transaction():
            add_proposed_items(meeting.id, leader, numbers)

    assert [(item.difference_id, item.purpose) for item in meeting.agenda] == [
        (ready.id, AgendaPurpose.BALLOT),
        (other.id, AgendaPurpose.DISCUSS),
    ]


def _add(meeting: Meeting, number: str) -> AgendaItem:
    leader = a_secretary()
    with transaction():
        return add_agenda_item(meeting.id, leader, difference_number=number)


def _move(item: AgendaItem, to: int) -> None:
    leader = a_secretary()
    with transaction():
        move_agenda_item(item.id, leader, to=to)


def _order(meeting: Meeting) -> list[str]:
    return [item.title for item in meeting.agenda]
