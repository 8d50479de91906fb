"""The event log and its hash chain (L7, A3), and the one place that commits."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.events import record
from app.domain.events import GENESIS, EventKind, chain_hash
from app.models import City, Council, Event
from app.policies.verdicts import Refused
from app.transaction import transaction
from tests.builders.council import a_city, a_secretary


def _rename(city: City, name: str) -> None:
    actor = a_secretary()
    with transaction():
        record(
            EventKind.CITY_CHANGED,
            actor=actor,
            subject=city,
            before={"name": city.name_ja},
            after={"name": name},
        )
        city.name_ja = name


def test_a3_each_event_is_linked_to_the_one_before(session: Session) -> None:
    city = a_city()
    _rename(city, "甲市")
    _rename(city, "乙市")

    first, second = session.scalars(select(Event).order_by(Event.id)).all()
    assert (first.id, second.id) == (1, 2)
    assert first.previous_hash == GENESIS
    assert second.previous_hash == first.hash
    assert second.hash == chain_hash(first.hash, second.facts())
    assert session.scalars(select(Council)).one().chain_head == second.hash


def test_l7_an_event_keeps_who_with_which_post_and_what(session: Session) -> None:
    city = a_city()
    _rename(city, "甲市")

    event = session.scalars(select(Event)).one()
    assert event.actor_printed == "事務局 係長"
    assert event.actor_post == "係長"
    assert (event.subject_type, event.subject_id) == ("cities", city.id)
    assert (event.before, event.after) == ({"name": "立川市"}, {"name": "甲市"})


def test_an_act_that_fails_leaves_neither_change_nor_event(session: Session) -> None:
    city = a_city()
    actor = a_secretary()

    with pytest.raises(ZeroDivisionError), transaction():
        city.name_ja = "甲市"
        record(EventKind.CITY_CHANGED, actor=actor, subject=city)
        raise ZeroDivisionError

    assert session.scalars(select(City.name_ja)).one() == "立川市"
    assert session.scalars(select(Event)).all() == []


def test_a_write_outside_a_transaction_is_refused(session: Session) -> None:
    city = a_city()
    city.name_ja = "甲市"

    with pytest.raises(RuntimeError, match="outside transaction"):
        session.flush()


def test_a_constraint_that_refuses_is_a_conflict(session: Session) -> None:
    a_city()

    with pytest.raises(Refused) as refusal:
        a_city()

    assert refusal.value.verdict.code == "conflict"
