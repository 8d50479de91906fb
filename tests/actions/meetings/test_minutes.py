"""The way of minutes: versions, circulation, confirmation by each city, final (M5, M6, M7)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import open_round
from app.actions.meetings import (
    MinutesConflict,
    circulate_minutes,
    confirm_minutes,
    edit_minutes,
    finalise_minutes,
    record_attendance,
)
from app.domain.events import EventKind
from app.domain.meetings import MinutesState
from app.domain.notices import NoticeKind
from app.domain.roles import MembershipKind
from app.extensions import db
from app.models import Event, GroupCity, MinutesConfirmation, Notice
from app.policies.meetings import confirming_cities
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.meetings.confirming import unconfirmed_cities
from app.transaction import transaction
from tests.builders.ballots import OVERRIDE
from tests.builders.council import (
    a_chair,
    a_city,
    a_deputy,
    a_group,
    a_member,
    a_person,
    a_representative,
    a_secretary,
    three_cities,
)
from tests.builders.manual import a_decision
from tests.builders.meetings import Sitting, circulated, confirmed, edited, some_minutes
from tests.builders.proposals import a_difference_on_the_table


def test_m5_minutes_go_from_draft_to_final_when_every_city_confirmed_the_same_version(
    session: Session,
) -> None:
    sitting = some_minutes()
    minutes = sitting.minutes
    states = [minutes.state, circulated(sitting).state, confirmed(sitting, sitting.voices[:2]).state]
    assert states == [MinutesState.DRAFT, MinutesState.CIRCULATED, MinutesState.CIRCULATED]
    assert unconfirmed_cities(minutes, clock.now()) == [sitting.cities[2]]
    _refused(sitting, finalise_minutes, "cities_have_not_confirmed")
    assert confirmed(sitting, sitting.voices[2:]).state is MinutesState.CONFIRMED
    with transaction():
        final = finalise_minutes(minutes.id, sitting.secretary)

    assert final.state is MinutesState.FINAL
    assert minutes.final_at == clock.now()
    assert str(minutes.final_hash).startswith("sha256-v1:")
    kinds = [event.kind for event in session.scalars(select(Event).order_by(Event.id))][-6:]
    assert kinds == [
        EventKind.MINUTES_DRAFTED,
        EventKind.MINUTES_CIRCULATED,
        *[EventKind.MINUTES_CONFIRMED] * 3,
        EventKind.MINUTES_FINALISED,
    ]


def test_m8_minutes_get_the_next_number_of_the_year_when_first_sent_round_and_keep_it(
    session: Session,
) -> None:
    group = a_group()
    first, second = some_minutes(group), some_minutes(group, until=MinutesState.CIRCULATED)
    assert first.minutes.numbered is None
    circulated(first)
    edited(second, "## 議題1\n\n直した。")
    circulated(second)

    numbers = [sitting.minutes.numbered.number for sitting in (second, first) if sitting.minutes.numbered]
    assert numbers == ["令和8年度 議事録第1号", "令和8年度 議事録第2号"]


COPY = "INSERT INTO minutes_numbers SELECT id + 1, {}, 'x', given_at FROM minutes_numbers"


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE minutes_numbers SET serial = 7",
        "DELETE FROM minutes_numbers",
        COPY.format("minutes_id, fiscal_year, serial + 1"),
        COPY.format("minutes_id + 1, fiscal_year, serial"),
        COPY.format("minutes_id + 1, fiscal_year, 0"),
    ],
)
def test_the_database_keeps_document_numbers_single_and_unchanged(session: Session, write: str) -> None:
    some_minutes(until=MinutesState.CIRCULATED)
    with pytest.raises((DBAPIError, Refused)), transaction():
        session.execute(text(write))


def test_m5_editing_clears_confirmations_and_makes_a_draft_again(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.CONFIRMED)
    edited(sitting, "## 議題1\n\n直した。")

    assert sitting.minutes.state is MinutesState.DRAFT
    assert unconfirmed_cities(sitting.minutes, clock.now()) == sitting.cities
    assert len(session.scalars(select(MinutesConfirmation)).all()) == 3, "what was confirmed stays readable"
    _refused(sitting, finalise_minutes, "minutes_not_circulated")
    with pytest.raises(Refused) as refused:
        confirmed(sitting, sitting.voices[:1])
    assert refused.value.verdict.code == "minutes_in_work"


def test_t3_saving_without_a_change_makes_no_version_and_clears_nothing(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.CONFIRMED)
    edited(sitting, sitting.minutes.current.body + "\r\n")

    assert (sitting.minutes.state, sitting.minutes.last_version) == (MinutesState.CONFIRMED, 1)


def test_m8_facts_that_changed_make_a_version_of_the_same_text(session: Session) -> None:
    sitting = some_minutes()
    before = sitting.minutes.current
    everybody = {person.id: True for person in sitting.voices}
    with transaction():
        record_attendance(sitting.meeting.id, sitting.secretary, everybody)
    assert len(before.facts["absent"]) == 1, "a version keeps what stood in the record when it was saved"
    after = edited(sitting, before.body)

    assert (after.number, after.body, after.facts["absent"]) == (2, before.body, [])
    assert after.text_hash != before.text_hash


def test_m5_a_version_that_is_out_of_date_is_neither_confirmed_nor_made_final(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    edited(sitting, "## 議題1\n\n直した。")
    circulated(sitting)
    with pytest.raises(Refused) as refused, transaction():
        confirm_minutes(sitting.minutes.id, sitting.voices[0], version=1)

    assert refused.value.verdict.code == "minutes_changed_meanwhile"
    assert refused.value.verdict.ground is Ground.TIME
    assert session.scalars(select(MinutesConfirmation)).all() == []


def test_m5_a_city_confirms_once_by_its_representative_or_deputy(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    group, city = sitting.meeting.group, sitting.cities[0]
    for person in (a_member(group, city), a_chair(group, city), a_person(city), a_secretary()):
        with pytest.raises(Refused) as refused:
            confirmed(sitting, [person])
        assert refused.value.verdict.ground is Ground.PERSON
    confirmed(sitting, [a_deputy(group, city)])
    with pytest.raises(Refused) as refused:
        confirmed(sitting, sitting.voices[:1])

    assert refused.value.verdict.code == "city_has_confirmed"


def test_m5_those_must_confirm_who_were_members_on_the_day_and_still_are(session: Session) -> None:
    cities = three_cities()
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)
    group = a_group([*cities, associate])
    sitting = some_minutes(group, until=MinutesState.CIRCULATED)
    assert sitting.cities == cities
    with pytest.raises(Refused) as refused:
        confirmed(sitting, [a_representative(group, associate)])
    assert refused.value.verdict.code == "city_need_not_confirm"
    confirmed(sitting, sitting.voices[:2])
    clock.travel(timedelta(days=1))
    with transaction():
        place = next(place for place in group.cities if place.city_id == cities[2].id)
        place.until = clock.now()
    clock.travel(timedelta(days=1))

    assert confirming_cities(sitting.meeting, clock.now()) == cities[:2]
    with transaction():
        finalise_minutes(sitting.minutes.id, sitting.secretary)
    assert sitting.minutes.state is MinutesState.FINAL


def test_m5_a_city_that_joins_later_confirms_nothing_of_before(session: Session) -> None:
    group = a_group()
    sitting = some_minutes(group, until=MinutesState.CIRCULATED)
    clock.travel(timedelta(days=1))
    late = a_city("小金井市")
    with transaction():
        db.session.get_one(type(group), group.id).cities.append(GroupCity(city=late, since=clock.now()))

    assert late not in confirming_cities(sitting.meeting, clock.now())


def test_m5_only_the_secretariat_makes_minutes_final(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.CONFIRMED)
    chair = a_chair(sitting.meeting.group, sitting.cities[0])
    with pytest.raises(Refused) as refused, transaction():
        finalise_minutes(sitting.minutes.id, chair)

    assert refused.value.verdict.ground is Ground.PERSON


def test_m6_final_minutes_take_no_act_and_the_database_refuses_the_rest(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    minutes_id = sitting.minutes.id
    with pytest.raises(Refused) as refused:
        edited(sitting, "## 別の本文")
    assert refused.value.verdict.code == "minutes_are_final"
    _refused(sitting, circulate_minutes, "minutes_are_final")
    for write in (
        "UPDATE minutes SET state = 'draft', final_at = NULL",
        "UPDATE minutes SET last_version = 2",
        "DELETE FROM minutes",
        "UPDATE minutes_versions SET body = 'x'",
        "DELETE FROM minutes_versions",
        "UPDATE minutes_confirmations SET user_printed = 'x'",
        "DELETE FROM minutes_confirmations",
    ):
        with pytest.raises((DBAPIError, Refused)), transaction():
            session.execute(text(write))
    assert db.session.get_one(type(sitting.minutes), minutes_id).state is MinutesState.FINAL


def test_m7_a_reference_to_nothing_is_refused_when_saved(session: Session) -> None:
    decision = a_decision()
    sitting = some_minutes(decision.group)
    for typed in ("{{決定:令和8年度 教育-99号}}", "{{採決:EDU-02-099/1}}", "{{けってい}}"):
        with pytest.raises(Invalid) as invalid:
            edited(sitting, f"## 議題1\n\n{typed}")
        assert (invalid.value.field, invalid.value.code) == ("body", "unknown_reference")
        assert invalid.value.params["text"] == typed

    version = edited(sitting, f"## 議題1\n\n{{{{決定:{decision.number}}}}}")
    assert version.number == 2


def test_m7_a_text_that_refers_to_an_open_round_is_not_sent_round(session: Session) -> None:
    difference = a_difference_on_the_table()
    sitting = some_minutes(difference.group)
    with transaction():
        open_round(difference.number, sitting.secretary, overrides={"rule": OVERRIDE})
    edited(sitting, f"## 議題1\n\n{{{{採決:{difference.number}/1}}}}")

    _refused(sitting, circulate_minutes, "rounds_are_open")


def test_m8_minutes_without_attendance_are_not_sent_round(session: Session) -> None:
    sitting = some_minutes()
    with transaction():
        record_attendance(sitting.meeting.id, sitting.secretary, {})
    edited(sitting, sitting.minutes.current.body)

    _refused(sitting, circulate_minutes, "attendance_not_in_minutes")


def test_t10_the_second_of_two_editors_loses_nothing_and_overwrites_nothing(session: Session) -> None:
    sitting = some_minutes()
    edited(sitting, "## 議題1\n\n先の人", base=1)
    with pytest.raises(MinutesConflict) as conflict:
        edited(sitting, "## 議題1\n\n後の人", base=1)

    assert (conflict.value.base, conflict.value.theirs) == (1, 2)
    assert sitting.minutes.current.body.endswith("先の人")
    edited(sitting, "## 議題1\n\n後の人", base=2)
    assert sitting.minutes.last_version == 3


def test_b15_a_form_sent_twice_saves_one_version(session: Session) -> None:
    sitting = some_minutes()
    for _ in range(2):
        with transaction():
            edit_minutes(sitting.minutes.id, sitting.secretary, body="## 議題1\n\nx", base=1, key="form")

    assert sitting.minutes.last_version == 2


def test_the_group_is_told_when_minutes_are_sent_round_and_final(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    voices = sorted(person.id for person in sitting.voices)
    for kind in (NoticeKind.MINUTES_CIRCULATED, NoticeKind.MINUTES_FINAL):
        notices = session.scalars(select(Notice).where(Notice.kind == kind)).all()
        assert sorted(notice.user_id for notice in notices) == voices
        assert {(notice.subject_type, notice.subject_id) for notice in notices} == {
            ("meetings", sitting.meeting.id)
        }


def _refused(sitting: Sitting, act: object, code: str) -> None:
    with pytest.raises(Refused) as refused, transaction():
        act(sitting.minutes.id, sitting.secretary)  # type: ignore[operator]
    assert refused.value.verdict.code == code
