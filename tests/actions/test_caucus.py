"""A city's caucus: who writes into it, who may never know of it, and what the log keeps (A1)."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.caucus import draft_caucus_position, stamp
from app.actions.differences import hold, withdraw
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.positions import PositionKind
from app.domain.roles import MembershipKind, RoleKind
from app.models import Attachment, CaucusEntry, CaucusFile, CaucusPosition, Event, Group, Notice, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.caucus import caucus_panel, caucus_position
from app.transaction import transaction
from tests.builders.ballots import a_ballot
from tests.builders.council import (
    a_chair,
    a_city,
    a_deputy,
    a_group,
    a_manager,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_role,
    a_route,
    a_secretary,
    an_observer,
    three_cities,
)
from tests.builders.differences import a_difference
from tests.builders.discussion import a_caucus_entry, a_draft_position, a_file

SECRET = "本音は反対である。"


def test_a1_an_entry_is_recorded_as_private_with_its_hash_and_nobody_is_told(session: Session) -> None:
    difference = a_difference()
    author = a_representative(difference.group, difference.group.cities[0].city)
    a_member(difference.group, difference.group.cities[0].city)
    entry = a_caucus_entry(difference, author, SECRET, files=[a_file("内部資料.pdf")])
    a_draft_position(difference, author, reason=SECRET)

    assert (entry.body, entry.city_id) == (SECRET, author.city_id)
    events = session.scalars(select(Event).where(Event.private_city_id.is_not(None)).order_by(Event.id)).all()
    assert [event.kind for event in events] == [
        EventKind.CAUCUS_ENTRY_ADDED,
        EventKind.CAUCUS_POSITION_DRAFTED,
    ]
    for event in events:
        assert event.private_city_id == author.city_id
        assert "本音" not in str(event.facts())
        assert "内部" not in str(event.facts())
    assert session.scalar(select(func.count(Notice.id))) == 0


def test_a1_files_of_a_caucus_stand_in_a_table_of_their_own(session: Session) -> None:
    a_caucus_entry(a_difference(), files=[a_file()])

    assert session.scalar(select(func.count(CaucusFile.id))) == 1
    assert session.scalar(select(func.count(Attachment.id))) == 0


def test_a1_the_people_of_a_city_read_their_own_caucus_and_nobody_else_any(session: Session) -> None:
    group = a_group([*three_cities(), a_city("小金井市", MembershipKind.ASSOCIATE)])
    mine, other = group.cities[0].city, group.cities[1].city
    difference = a_difference(group)
    a_caucus_entry(difference, a_representative(group, mine), SECRET)
    manager, off_route = a_manager(mine), a_manager(mine, "税務課長")
    a_route(mine, [manager.posts_at(now())[0]])

    for person in (*_caucus_of(group, 0), manager):
        panel = caucus_panel(difference, person, now())
        assert panel is not None
        assert [entry.body for entry in panel.entries] == [SECRET]
    for person in _caucus_of(group, 1, chaired=False):
        panel = caucus_panel(difference, person, now())
        assert panel is not None
        assert panel.entries == []
    outside = [
        a_secretary(), a_partner(group), an_observer(group, mine), an_observer(group), a_person(mine),
        a_manager(other, "課長"), off_route, a_chair_of_the_secretariat(group),
    ]  # fmt: skip
    for person in outside:
        assert caucus_panel(difference, person, now()) is None, person.printed


def test_a1_an_administrator_of_a_city_belongs_to_no_caucus(session: Session) -> None:
    difference = a_difference()
    city = difference.group.cities[0].city
    administrator = a_role(difference.group, a_person(city, administrator=True), RoleKind.MEMBER).user

    assert caucus_panel(difference, administrator, now()) is None
    with pytest.raises(Refused) as refused:
        a_caucus_entry(difference, administrator)
    assert refused.value.verdict.ground is Ground.PERSON


def test_a2_a_person_whose_role_or_account_ended_reads_no_caucus(session: Session) -> None:
    difference = a_difference()
    city = difference.group.cities[0].city
    left, closed = a_member(difference.group, city), a_member(difference.group, city)
    with transaction():
        session.get_one(User, left.id).roles[0].until = now()
        session.get_one(User, closed.id).active = False

    assert caucus_panel(difference, left, now()) is None
    assert caucus_panel(difference, closed, now()) is None


def test_only_the_caucus_itself_writes_and_a_manager_reads(session: Session) -> None:
    group = a_group()
    city, difference = group.cities[0].city, a_difference(group)
    manager = a_manager(city)
    a_route(city, [manager.posts_at(now())[0]])
    for person in _caucus_of(group, 0):
        a_caucus_entry(difference, person)

    for person in (manager, a_secretary(), a_partner(group), an_observer(group, city), a_person(city)):
        for act in (a_caucus_entry, a_draft_position):
            with pytest.raises(Refused) as refused:
                act(difference, person)
            assert refused.value.verdict.ground is Ground.PERSON


def test_an_associate_confers_but_drafts_no_position(session: Session) -> None:
    koganei = a_city("小金井市", MembershipKind.ASSOCIATE)
    group = a_group([*three_cities(), koganei])
    difference, person = a_difference(group), a_representative(group, koganei)
    a_caucus_entry(difference, person)

    with pytest.raises(Refused) as refused:
        a_draft_position(difference, person)
    assert refused.value.verdict.code == "city_has_no_position"


def test_a_draft_is_one_a_city_and_the_last_one_counts(session: Session) -> None:
    group = a_group()
    city, difference = group.cities[0].city, a_difference(group)
    first, second = a_representative(group, city), a_deputy(group, city)
    a_draft_position(difference, first, PositionKind.OBJECT, "予算がない。")
    a_draft_position(difference, second, PositionKind.APPROVE, "")

    (draft,) = session.scalars(select(CaucusPosition))
    assert (draft.kind, draft.reason, draft.drafted_by_id) == (PositionKind.APPROVE, "", second.id)
    assert caucus_position(difference, city) is draft
    assert caucus_position(difference, group.cities[1].city) is None


def test_b18_a_draft_needs_a_reason_where_the_position_will(session: Session) -> None:
    difference = a_difference()
    for kind in set(PositionKind) - {PositionKind.APPROVE}:
        with pytest.raises(Invalid) as invalid:
            a_draft_position(difference, kind=kind, reason=" 　**")
        assert (invalid.value.field, invalid.value.code) == ("reason", "position_needs_reason")


def test_t3_drafting_the_same_again_leaves_no_trace(session: Session) -> None:
    difference = a_difference()
    person = a_representative(difference.group, difference.group.cities[0].city)
    for _ in range(2):
        a_draft_position(difference, person)

    drafted = select(func.count(Event.id)).where(Event.kind == EventKind.CAUCUS_POSITION_DRAFTED)
    assert session.scalar(drafted) == 1


def test_b17_a_colleagues_newer_draft_is_not_overwritten_unseen(session: Session) -> None:
    group = a_group()
    city, difference = group.cities[0].city, a_difference(group)
    one, other = a_representative(group, city), a_deputy(group, city)
    seen = stamp(caucus_position(difference, city))
    a_draft_position(difference, one)

    with pytest.raises(Invalid) as invalid, transaction():
        draft_caucus_position(difference.number, other, kind=PositionKind.APPROVE, seen=seen)
    assert invalid.value.code == "draft_changed_meanwhile"

    newer = stamp(caucus_position(difference, city))
    with transaction():
        draft_caucus_position(difference.number, other, kind=PositionKind.APPROVE, seen=newer)


def test_b15_an_entry_sent_twice_stands_once(session: Session) -> None:
    difference = a_difference()
    person = a_representative(difference.group, difference.group.cities[0].city)
    one, two = (a_caucus_entry(difference, person, key="form", files=[a_file()]) for _ in range(2))

    assert one.id == two.id
    assert session.scalar(select(func.count(CaucusEntry.id))) == 1


def test_a_caucus_goes_on_during_a_hold_and_a_ballot_until_the_end(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()
    person = a_representative(difference.group, difference.group.cities[0].city)
    with transaction():
        hold(difference.number, secretary, reason="国の通知を待つ", review_on=tokyo_date(now()))
    a_caucus_entry(difference, person)
    with pytest.raises(Refused) as held:
        a_draft_position(difference, person)
    assert held.value.verdict.code == "held"
    with transaction():
        withdraw(difference.number, secretary, reason="重複のため")
    with pytest.raises(Refused) as ended:
        a_caucus_entry(difference, person)
    assert ended.value.verdict.code == "difference_has_ended"


def test_a_draft_can_be_made_while_the_ballot_is_open(session: Session) -> None:
    ballot = a_ballot()

    assert a_draft_position(ballot.difference, ballot.voice(0)).kind is PositionKind.OBJECT


def a_chair_of_the_secretariat(group: Group) -> User:
    """A chair who comes from no city."""
    with transaction():
        for role in group.roles:
            if role.kind is RoleKind.CHAIR:
                role.until = now()
    return a_role(group, a_secretary(), RoleKind.CHAIR, since=now()).user


def _caucus_of(group: Group, place: int, chaired: bool = True) -> list[User]:
    city = group.cities[place].city
    people = [a_representative(group, city), a_deputy(group, city), a_member(group, city)]
    return [*people, a_chair(group, city)] if chaired else people
