"""Registering who is away, with deputies in order, and ending it (S5, B12)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.signoff import end_absence, register_absence
from app.domain.calendar import end_of_day_tokyo, start_of_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.models import Absence, Event, Notice, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.transaction import transaction
from tests.builders.council import a_group, a_member, a_person, a_representative, a_secretary
from tests.builders.signoff import DEPARTMENT, an_absence, signing_cities
from tests.support.times import MONDAY

TODAY = tokyo_date(MONDAY)


@pytest.fixture
def people(session: Session) -> dict[str, User]:
    """The two managers of the first city, a colleague there and a manager of another city."""
    group = a_group()
    managers = signing_cities(group)
    first, second = group.cities[0].city, group.cities[1].city
    return {
        "section": managers[first.name_ja, "学務課長"],
        "department": managers[first.name_ja, DEPARTMENT],
        "colleague": a_member(group, first),
        "representative": a_representative(group, first),
        "stranger": managers[second.name_ja, DEPARTMENT],
    }


def test_s5_a_manager_registers_days_and_deputies_in_order(session: Session, people: dict[str, User]) -> None:
    away, first, second = people["department"], people["section"], people["colleague"]
    absence = an_absence(away, first, second, registered_by=people["section"])

    assert (absence.post.name, absence.user_id) == (DEPARTMENT, away.id)
    assert (absence.since, absence.until) == (
        start_of_day_tokyo(TODAY),
        end_of_day_tokyo(TODAY + timedelta(days=2)),
    )
    assert [(d.rank, d.user_id) for d in absence.deputies] == [(1, first.id), (2, second.id)]
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.NAMED_DEPUTY)).all()
    assert sorted(told) == sorted([first.id, second.id])


def test_s5_the_log_keeps_the_days_and_not_why_somebody_is_away(
    session: Session, people: dict[str, User]
) -> None:
    an_absence(people["department"], people["section"])
    event = session.scalars(select(Event).where(Event.kind == EventKind.ABSENCE_REGISTERED)).one()
    assert event.after["person"] == people["department"].printed
    assert event.after["deputies"] == [people["section"].printed]
    assert "出張" not in str(event.after)


def test_s5_managers_of_the_city_and_the_secretariat_register(
    session: Session, people: dict[str, User]
) -> None:
    for refused in ("colleague", "representative", "stranger"):
        with pytest.raises(Refused) as error:
            an_absence(people["department"], registered_by=people[refused])
        assert error.value.verdict.ground is Ground.PERSON, refused
    secretary = a_secretary()
    assert an_absence(people["department"], registered_by=secretary).deputies == []


@pytest.mark.parametrize(
    ("since", "last_day", "field", "code"),
    [
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), "last_day", "absence_over"),
        (TODAY, TODAY - timedelta(days=1), "last_day", "ends_before_start"),
        (TODAY + timedelta(days=2), TODAY + timedelta(days=5), "since", "absent_already"),
    ],
)
def test_s5_days_that_are_over_or_registered_already_are_refused(
    session: Session, people: dict[str, User], since: date, last_day: date, field: str, code: str
) -> None:
    an_absence(people["department"])
    with pytest.raises(Invalid) as invalid:
        _register(people["department"], since=since, last_day=last_day)
    assert (invalid.value.field, invalid.value.code) == (field, code)


def test_b12_nobody_is_deputy_of_themselves_twice_or_from_another_city(
    session: Session, people: dict[str, User]
) -> None:
    away = people["department"]
    closed = a_person(away.city, active=False)
    secretary = a_secretary()
    for deputies, code in (
        ([away], "deputy_of_oneself"),
        ([people["section"]] * 2, "deputy_named_twice"),
        ([people["stranger"]], "deputy_of_own_city"),
        ([secretary], "deputy_of_own_city"),
        ([closed], "deputy_of_own_city"),
    ):
        with pytest.raises(Invalid) as invalid:
            an_absence(away, *deputies)
        assert (invalid.value.field, invalid.value.code) == ("deputies", code)
    assert session.scalars(select(Absence)).all() == []


def test_an_absence_needs_a_reason_and_a_post_held_on_these_days(
    session: Session, people: dict[str, User]
) -> None:
    with pytest.raises(Invalid) as invalid:
        _register(people["department"], reason=" 　")
    assert invalid.value.code == "reason_required"
    with transaction():
        people["department"].holdings[0].until = clock.now() + timedelta(days=1)
    with pytest.raises(Invalid) as later:
        _register(people["department"], since=TODAY + timedelta(days=7), actor=people["section"], days=2)
    assert later.value.code == "post_not_held_then"


def test_b15_a_form_sent_twice_registers_once(session: Session, people: dict[str, User]) -> None:
    assert _register(people["department"], key="one form") is not None
    assert _register(people["department"], key="one form") is None
    assert len(session.scalars(select(Absence)).all()) == 1


def test_an_absence_ends_early_or_is_taken_back(session: Session, people: dict[str, User]) -> None:
    running = an_absence(people["department"])
    coming = an_absence(people["section"], since=5)
    with pytest.raises(Refused), transaction():
        end_absence(running.id, people["stranger"])
    clock.travel(timedelta(hours=2))
    for absence in (running.id, coming.id):
        with transaction():
            end_absence(absence, people["section"])

    kept = session.scalars(select(Absence)).one()
    assert (kept.id, kept.until) == (running.id, clock.now())
    ended = session.scalars(select(Event).where(Event.kind == EventKind.ABSENCE_ENDED)).all()
    assert sorted("never_began" in event.after for event in ended) == [False, True]
    with pytest.raises(Refused) as refused, transaction():
        end_absence(running.id, people["section"])
    assert refused.value.verdict.code == "absence_over"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE absences SET until = since", "interval"),
        ("UPDATE absences SET reason = ' '", "reason_due"),
        ("UPDATE absence_deputies SET rank = 0", "rank_positive"),
    ],
)
def test_the_database_keeps_to_what_an_absence_is(
    session: Session, people: dict[str, User], statement: str, constraint: str
) -> None:
    an_absence(people["department"], people["section"])
    with pytest.raises(IntegrityError, match=constraint), session.begin_nested():
        session.execute(text(statement))


def _register(
    away: User,
    *,
    since: date = TODAY,
    last_day: date | None = None,
    reason: str = "出張",
    key: str = "",
    actor: User | None = None,
    days: int = 1,
) -> Absence | None:
    with transaction():
        return register_absence(
            actor or away,
            holding_id=away.holdings[0].id,
            since=since,
            last_day=last_day or since + timedelta(days=days - 1),
            reason=reason,
            key=key,
        )
