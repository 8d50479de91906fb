"""Readings of the manual: said once, counted for every edition that says the same, marked where it changed."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.manual import Known
from app.models import Decision, Event, Group, ManualReading, User
from app.policies.verdicts import NotFound
from app.queries.manual.chapter import chapter_beside, chapter_state
from app.queries.manual.editions import edition_numbered
from app.queries.manual.readers import ReaderFilter, ReadersPage, readers_page
from app.queries.manual.readings import known_chapters
from tests.builders.council import (
    a_domain,
    a_group,
    a_manager,
    a_member,
    a_partner,
    a_representative,
    a_secretary,
)
from tests.builders.decided import a_quick_decision
from tests.builders.manual import a_later_decision, an_edition
from tests.builders.readings import a_reading


def test_a_chapter_is_read_until_it_says_something_else(session: Session) -> None:
    decision = a_quick_decision()
    reader, other = _reader(decision), _other_group(decision)
    an_edition()
    assert _known(1, reader) == {decision.group.code: Known.UNREAD}

    a_reading(1, decision.group, reader)
    a_quick_decision(other, title="督促状の発送日をそろえる")
    an_edition()
    assert _known(2, reader)[decision.group.code] is Known.READ

    a_later_decision(decision, title="就学通知の発送を二月末日に改める")
    added = a_quick_decision(decision.group, title="様式をそろえる")
    an_edition()
    assert _known(3, reader)[decision.group.code] is Known.CHANGED
    since = chapter_beside(chapter_state(3, decision.group.code, reader, now()), reader, now()).since
    assert since.anchors == {decision.difference.number.lower(), added.difference.number.lower()}
    assert (len(since.added), len(since.changed), len(since.removed)) == (1, 1, 0)
    assert _known(1, reader)[decision.group.code] is Known.READ


def test_saying_it_again_changes_nothing_and_leaves_no_event(session: Session) -> None:
    decision = a_quick_decision()
    an_edition()
    reader = _reader(decision)
    before = len(session.scalars(select(Event.id)).all())
    first = a_reading(1, decision.group, reader)

    assert a_reading(1, decision.group, reader).id == first.id
    assert len(session.scalars(select(Event.id)).all()) == before


def test_nobody_confirms_what_one_may_not_read_or_is_not_there(session: Session) -> None:
    decision = a_quick_decision()
    an_edition()
    stranger = a_partner(_other_group(decision))
    for number, person in ((1, stranger), (2, _reader(decision))):
        with pytest.raises(NotFound):
            a_reading(number, decision.group, person)


def test_a_person_has_one_reading_of_a_chapter_of_an_edition(session: Session) -> None:
    decision = a_quick_decision()
    an_edition()
    reading = a_reading(1, decision.group, _reader(decision))
    columns = ManualReading.__table__.columns
    twice = {column.key: getattr(reading, column.key) for column in columns if column.key != "id"}
    with pytest.raises(IntegrityError, match=r"uq_manual_readings_once|manual_readings\.edition_id"):
        session.execute(insert(ManualReading).values(**twice))
    session.rollback()


def test_who_has_read_is_listed_for_those_whom_a_chapter_concerns(session: Session) -> None:
    decision = a_quick_decision()
    group, cities = decision.group, [place.city for place in decision.group.cities]
    reader, silent = a_representative(group, cities[0]), a_member(group, cities[1])
    manager, secretary = a_manager(cities[0]), a_secretary()
    a_partner(group)
    an_edition()
    a_reading(1, group, reader)
    a_reading(1, group, secretary)

    assert _lines(_page(secretary)) == {(reader.id, True), (silent.id, False)}
    assert _lines(_page(secretary, read=False)) == {(silent.id, False)}
    assert _lines(_page(secretary, city=cities[0].code)) == {(reader.id, True)}
    assert _lines(_page(secretary, group="TAX-01")) == set()
    assert (_page(secretary).read, _page(secretary).total) == (1, 2)
    assert _lines(_page(manager)) == {(reader.id, True)}
    assert [line.city.code for line in _page(manager).cities] == [cities[0].code]


def _reader(decision: Decision) -> User:
    return a_representative(decision.group, decision.group.cities[0].city)


def _other_group(decision: Decision) -> Group:
    cities = [place.city for place in decision.group.cities]
    return a_group(cities, code="TAX-01", domain=a_domain("TAX", "税"))


def _known(number: int, reader: User) -> dict[str, Known]:
    return known_chapters(edition_numbered(number), reader, now())


def _page(viewer: User, *, city: str = "", group: str = "", read: bool | None = None) -> ReadersPage:
    return readers_page(edition_numbered(1), ReaderFilter(city, group, read), viewer, 1, now())


def _lines(page: ReadersPage) -> set[tuple[int, bool]]:
    return {(line.person.id, line.read_at is not None) for line in page.page.items}
