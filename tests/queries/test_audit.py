"""The event log: its hash chain (A3), what it keeps from whom (A1, B40), its filters."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app import clock
from app.actions.events import record
from app.domain.events import GENESIS, ChainFault, EventKind
from app.models import Council, Event, User
from app.policies.verdicts import Refused
from app.queries import audit
from app.queries.audit import EventFilter, event_log, verify_chain
from app.transaction import transaction
from tests.builders.council import a_city, a_group, a_person, a_secretary

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


@pytest.mark.parametrize(
    "change",
    [
        {"actor_printed": "somebody else"},
        {"after": {"number": 99}},
        {"before": {"number": 99}},
        {"kind": EventKind.CITY_CHANGED},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"actor_id": None},
        {"subject_id": 999},
        {"request_id": "another"},
        {"hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a3_an_altered_row_is_named(session: Session, change: dict[str, object]) -> None:
    _happen(SOME)
    with transaction():
        session.execute(update(Event).where(Event.id == 4).values(**change))

    broken = verify_chain().broken
    assert (broken.event_id, broken.fault) == (4, ChainFault.ALTERED)
    assert broken.at is not None


def test_a3_a_deleted_row_is_named(session: Session) -> None:
    _happen(SOME)
    with transaction():
        session.execute(delete(Event).where(Event.id == 3))

    broken = verify_chain().broken
    assert (broken.event_id, broken.fault, broken.kind) == (3, ChainFault.MISSING, None)


def test_a3_a_row_whose_forger_mended_its_own_hash_breaks_the_next_link(session: Session) -> None:
    _happen(SOME)
    row = session.get(Event, 4)
    with transaction():
        row.actor_post = "部長"
        session.flush()
        row.hash = audit.chain_hash(row.previous_hash, row.facts())

    broken = verify_chain().broken
    assert (broken.event_id, broken.fault) == (5, ChainFault.UNLINKED)


def test_a3_two_rows_that_changed_places_are_named(session: Session) -> None:
    _happen(SOME)
    with transaction():
        for before, after in ((2, 100), (5, 2), (100, 5)):
            session.execute(update(Event).where(Event.id == before).values(id=after))

    broken = verify_chain().broken
    assert (broken.event_id, broken.fault) == (2, ChainFault.UNLINKED)


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
