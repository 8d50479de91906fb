"""The event log: its hash chain (A3), what it keeps from whom (A1, B40), its filters."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app import clock
from app.actions.events import record
from app.domain.events import GENESIS, ChainFault, EventKind
from app.models import Council, Difference, Event, User
from app.policies.verdicts import Refused
from app.queries import audit
from app.queries.audit import EventFilter, event_log, verify_chain
from app.transaction import transaction
from tests.builders.council import a_city, a_group, a_person, a_secretary
from tests.builders.differences import a_difference

SOME = 7


def _happen(times: int, actor: User | None = None, private_city: int | None = None) -> User:
    """So many events of one person."""
    actor = actor or a_secretary()
    for number in range(times):
        with transaction():
            record(
                EventKind.PERSON_CHANGED,
                actor=actor,
                subject=actor,
                private_city=private_city,
                after={"person": actor.printed, "number": number, "note": "改ざん検知"},
            )
    return actor


def test_a3_an_untouched_chain_is_whole(session: Session) -> None:
    assert verify_chain().whole
    _happen(SOME)
    report = verify_chain()

    assert (report.whole, report.length) == (True, SOME)
    assert report.head == session.scalars(select(Event.hash).order_by(Event.id.desc())).first()


def test_a3_batches_change_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "BATCH", 3)
    _happen(SOME)
    assert verify_chain().whole
    with transaction():
        session.execute(update(Event).where(Event.id == 6).values(actor_post="部長"))
    assert verify_chain().broken.event_id == 6


def _forgeries(difference: Difference) -> dict[str, object]:
    """Another value for every column of an event, one that the foreign keys would take."""
    city = difference.group.cities[0].city_id
    return {
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "kind": EventKind.CITY_CHANGED,
        "actor_id": None,
        "actor_printed": "somebody else",
        "actor_post": "部長",
        "city_id": city,
        "on_behalf_of_id": city,
        "private_city_id": city,
        "subject_type": "cities",
        "subject_id": 999,
        "group_id": difference.group_id,
        "difference_id": difference.id,
        "request_id": "another",
        "before": {"number": 99},
        "after": {"number": 99},
        "previous_hash": "e" * 64,
        "hash": "f" * 64,
    }


def test_a3_altering_any_column_of_a_row_is_named(session: Session) -> None:
    forgeries = _forgeries(a_difference())
    _happen(SOME)
    assert {"id", *forgeries} == {column.key for column in Event.__table__.columns}
    kept = dict(session.execute(select(Event.__table__).where(Event.id == 4)).mappings().one())

    for column, forged in forgeries.items():
        with transaction():
            session.execute(update(Event).where(Event.id == 4).values({column: forged}))
        broken = verify_chain().broken
        fault = ChainFault.UNLINKED if column == "previous_hash" else ChainFault.ALTERED
        assert (broken.event_id, broken.fault, broken.at) == (
            4,
            fault,
            forgeries["at"] if column == "at" else kept["at"],
        ), column
        with transaction():
            session.execute(update(Event).where(Event.id == 4).values({column: kept[column]}))
        assert verify_chain().whole, column


def _delete(session: Session, *numbers: int) -> None:
    session.execute(delete(Event).where(Event.id.in_(numbers)))


def _renumber(session: Session, *moves: tuple[int, int]) -> None:
    for before, after in moves:
        session.execute(update(Event).where(Event.id == before).values(id=after))


def _copy(session: Session, number: int, place: int) -> None:
    """Put a copy of an entry, with a hash of its own, at a place from which the rest moves up."""
    _renumber(session, *((each, each + 1) for each in range(SOME, place - 1, -1)))
    row = session.execute(select(Event.__table__).where(Event.id == number)).mappings().one()
    session.execute(insert(Event).values(**{**row, "id": place, "hash": "0" * 64}))


TAMPERINGS: dict[str, tuple[Callable[[Session], None], int, ChainFault]] = {
    "the first removed": (lambda s: _delete(s, 1), 1, ChainFault.MISSING),
    "one in the middle removed": (lambda s: _delete(s, 4), 4, ChainFault.MISSING),
    "the last removed": (lambda s: _delete(s, SOME), SOME, ChainFault.CUT_OFF),
    "the last three removed": (lambda s: _delete(s, 5, 6, SOME), 5, ChainFault.CUT_OFF),
    "all removed": (lambda s: _delete(s, *range(1, SOME + 1)), 1, ChainFault.CUT_OFF),
    "one removed and the rest moved up": (
        lambda s: (_delete(s, 3), _renumber(s, *((n, n - 1) for n in range(4, SOME + 1)))),
        3,
        ChainFault.UNLINKED,
    ),
    "two neighbours swapped": (lambda s: _renumber(s, (3, 100), (4, 3), (100, 4)), 3, ChainFault.UNLINKED),
    "first and last swapped": (
        lambda s: _renumber(s, (1, 100), (SOME, 1), (100, SOME)),
        1,
        ChainFault.UNLINKED,
    ),
    "one put in at the beginning": (lambda s: _copy(s, 3, 1), 1, ChainFault.UNLINKED),
    "one put in in the middle": (lambda s: _copy(s, 2, 4), 4, ChainFault.UNLINKED),
    "one put in at the end": (lambda s: _copy(s, 2, SOME + 1), SOME + 1, ChainFault.UNLINKED),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a3_the_first_broken_link_is_named_after(tampering: str, session: Session) -> None:
    tamper, number, fault = TAMPERINGS[tampering]
    _happen(SOME)
    with transaction():
        tamper(session)

    broken = verify_chain().broken
    assert (broken.event_id, broken.fault) == (number, fault)


def test_a3_a_row_whose_forger_mended_its_own_hash_breaks_the_next_link(session: Session) -> None:
    _happen(SOME)
    row = session.get(Event, 4)
    with transaction():
        row.actor_post = "部長"
        session.flush()
        row.hash = audit.chain_hash(row.previous_hash, row.facts())

    broken = verify_chain().broken
    assert (broken.event_id, broken.fault) == (5, ChainFault.UNLINKED)


def test_a3_a_cut_end_and_an_added_end_are_seen(session: Session) -> None:
    _happen(SOME)
    last = session.execute(select(Event.__table__).where(Event.id == SOME)).mappings().one()
    with transaction():
        session.execute(delete(Event).where(Event.id == SOME))
    broken = verify_chain().broken
    assert (broken.event_id, broken.fault) == (SOME, ChainFault.CUT_OFF)

    with transaction():
        session.execute(insert(Event).values(**last))
    assert verify_chain().whole
    with transaction():
        session.execute(update(Council).values(chain_length=SOME - 1))
    assert verify_chain().broken.fault is ChainFault.CUT_OFF


def test_a1_a_broken_entry_of_a_caucus_is_named_without_what_it_was(session: Session) -> None:
    city = a_city()
    _happen(1, a_person(city), private_city=city.id)
    with transaction():
        session.execute(update(Event).values(actor_post="部長"))

    broken = verify_chain().broken
    assert (broken.event_id, broken.kind) == (1, None)


def test_a3_a_row_put_before_the_first_is_seen(session: Session) -> None:
    _happen(2)
    first = dict(session.execute(select(Event.__table__).where(Event.id == 1)).mappings().one())
    with transaction():
        session.execute(insert(Event).values(**{**first, "id": 0, "hash": GENESIS}))
    assert verify_chain().broken.event_id == 1


def test_a1_no_caucus_of_any_city_is_in_the_log_nor_in_its_count(session: Session) -> None:
    city, secretary = a_city(), a_secretary()
    person = a_person(city)
    _happen(2, secretary)
    _happen(3, person, private_city=city.id)
    administrator = a_person(city, administrator=True)

    for viewer in (secretary, administrator):
        for wanted in (EventFilter(), EventFilter(person=person.email)):
            page = event_log(viewer, wanted, 1)
            assert all(event.private_city_id is None for event in page.items)
        assert event_log(viewer, EventFilter(), 1).total == 2
    assert verify_chain().length == 5


def test_the_log_is_for_secretariat_and_administrators(session: Session) -> None:
    for viewer in (a_person(a_city()), a_secretary()):
        if viewer.city:
            with pytest.raises(Refused):
                event_log(viewer, EventFilter(), 1)
        else:
            assert event_log(viewer, EventFilter(), 1).total == 0


def test_the_log_is_filtered_by_kind_person_group_and_days(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    other = _happen(1, a_person(group.cities[0].city, name="甲野"))
    with transaction():
        record(EventKind.GROUP_CHANGED, actor=secretary, subject=group, group=group)
    clock.travel(timedelta(days=1))
    _happen(1, secretary)
    today, tomorrow = date(2026, 11, 23), date(2026, 11, 24)

    for wanted, found in (
        (EventFilter(), 3),
        (EventFilter(kind=EventKind.GROUP_CHANGED), 1),
        (EventFilter(person="甲野"), 1),
        (EventFilter(person=other.email.upper()), 1),
        (EventFilter(person="係長"), 2),
        (EventFilter(person="nobody"), 0),
        (EventFilter(group="EDU-02"), 1),
        (EventFilter(group="EDU-99"), 0),
        (EventFilter(number="EDU-02-001"), 0),
        (EventFilter(last_day=today), 2),
        (EventFilter(first_day=tomorrow), 1),
        (EventFilter(first_day=today, last_day=tomorrow), 3),
        (EventFilter(kind=EventKind.PERSON_CHANGED, first_day=tomorrow), 1),
    ):
        assert event_log(secretary, wanted, 1).total == found, wanted


def test_the_newest_stands_first(session: Session) -> None:
    secretary = _happen(30)
    first, second = (event_log(secretary, EventFilter(), page) for page in (1, 2))

    assert [event.after["number"] for event in first.items] == list(range(29, 4, -1))
    assert [event.after["number"] for event in second.items] == list(range(4, -1, -1))
