"""Remarks of cities on circulated minutes, their answers, and asking again for confirmation (M5, T10)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import answer_remark, finalise_minutes, remark_on_minutes, urge_confirmation
from app.domain.events import EventKind
from app.domain.meetings import MinutesState, RemarkOutcome
from app.domain.notices import NoticeKind
from app.domain.passages import passages
from app.domain.roles import MembershipKind
from app.models import Event, MinutesRemark, MinutesUrging, Notice, User
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.queries.meetings.remarks import remarks_page
from app.transaction import transaction
from tests.builders.council import a_chair, a_city, a_group, a_person, a_representative, three_cities
from tests.builders.meetings import Sitting, a_remark, circulated, confirmed, done, edited, some_minutes

BODY = "## 議題1\n\n- **三鷹市** 急ぐべきだ。\n- **日野市** 待つべきだ。"
TAKEN, REFUSED = RemarkOutcome.TAKEN_OVER, RemarkOutcome.NOT_TAKEN_OVER


def test_m5_a_city_remarks_on_the_words_of_a_passage_and_the_leaders_are_told(session: Session) -> None:
    sitting = _sent_round()
    a_remark(sitting, passage=2, quote="待つべきだ", suggestion="待つほうがよい。", body="")
    remark = session.scalars(select(MinutesRemark)).one()

    assert (remark.version.number, remark.number, remark.city) == (2, 1, sitting.cities[0])
    assert (remark.passage, remark.quote, remark.suggestion) == (2, "待つべきだ", "待つほうがよい。")
    assert _told(session, NoticeKind.MINUTES_REMARKED) == [sitting.secretary.id]
    row = remarks_page(sitting.meeting.id, sitting.secretary, clock.now()).rows[3]
    assert (row.body, list(row.remarks)) == ("- **日野市** 待つべきだ。", [remark])


def test_a_remark_without_a_quotation_means_the_whole_passage_or_what_stands_beside_the_text(
    session: Session,
) -> None:
    sitting = _sent_round()
    a_remark(sitting, passage=0)
    a_remark(sitting)

    found = session.scalars(select(MinutesRemark).order_by(MinutesRemark.number))
    assert [(each.passage, each.quote) for each in found] == [(0, "議題1"), (None, "")]


def test_what_does_not_stand_in_the_passage_is_not_quoted_and_nothing_is_no_remark(session: Session) -> None:
    sitting = _sent_round()
    for said, field, code in (
        ({"passage": 1, "quote": "待つべきだ"}, "quote", "quote_not_in_passage"),
        ({"body": "　**", "suggestion": " "}, "body", "needs_words"),
    ):
        with pytest.raises(Invalid) as invalid:
            a_remark(sitting, **said)
        assert (invalid.value.field, invalid.value.code) == (field, code)
    with pytest.raises(NotFound):
        a_remark(sitting, passage=len(passages(BODY)))


def test_m5_only_people_of_a_city_in_the_group_remark_and_only_between_circulation_and_final(
    session: Session,
) -> None:
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)
    group = a_group([*three_cities(), associate])
    sitting = some_minutes(group)
    assert _refusal(sitting, sitting.voices[0]) == (Ground.TIME, "minutes_in_work")
    circulated(sitting)
    for person in (sitting.secretary, a_person(sitting.cities[0])):
        assert _refusal(sitting, person) == (Ground.PERSON, "cities_remark_on_minutes")
    a_remark(sitting, a_representative(group, associate))
    a_remark(sitting, a_chair(group, sitting.cities[0]))


def test_m5_a_remark_stays_with_its_version_and_goes_to_the_present_one_only(session: Session) -> None:
    sitting = _sent_round()
    remark = a_remark(sitting)
    edited(sitting, BODY.replace("急ぐ", "急いで進める"))
    circulated(sitting)
    with pytest.raises(Refused) as refused:
        a_remark(sitting, version=2)

    assert refused.value.verdict.code == "minutes_changed_meanwhile"
    page = remarks_page(sitting.meeting.id, sitting.secretary, clock.now())
    assert (list(page.earlier), sum(len(row.remarks) for row in page.rows)) == ([remark], 0)
    before = remarks_page(sitting.meeting.id, sitting.secretary, clock.now(), number=2)
    assert [list(row.remarks) for row in before.rows if row.remarks] == [[remark]]


def test_m5_a_remark_is_answered_once_with_a_word_why_where_it_is_not_taken_over(session: Session) -> None:
    sitting = _sent_round()
    a_remark(sitting)
    with pytest.raises(Invalid) as invalid:
        _answer(sitting, REFUSED)
    assert (invalid.value.field, invalid.value.code) == ("answer", "reason_required")
    _answer(sitting, REFUSED, "録音のとおりである。")
    remark = session.scalars(select(MinutesRemark)).one()

    assert (remark.outcome, remark.answer, remark.answered_at) == (
        REFUSED,
        "録音のとおりである。",
        clock.now(),
    )
    assert _told(session, NoticeKind.MINUTES_REMARK_ANSWERED) == [sitting.voices[0].id]
    with pytest.raises(Refused) as refused:
        _answer(sitting, TAKEN)
    assert refused.value.verdict.code == "remark_is_answered"


def test_m5_minutes_do_not_become_final_over_a_remark_nobody_answered(session: Session) -> None:
    sitting = _sent_round()
    a_remark(sitting)
    confirmed(sitting, sitting.voices)
    with pytest.raises(Refused) as refused:
        done(finalise_minutes, sitting.minutes.id, sitting.secretary)
    assert refused.value.verdict.code == "remarks_are_open"
    _answer(sitting, TAKEN)
    done(finalise_minutes, sitting.minutes.id, sitting.secretary)

    assert sitting.minutes.state is MinutesState.FINAL
    assert _refusal(sitting, sitting.voices[0]) == (Ground.TIME, "minutes_are_final")


def test_b15_a_remark_sent_twice_is_one(session: Session) -> None:
    sitting = _sent_round()
    sent = [a_remark(sitting, key="form") for _ in range(2)]

    assert sent[0] is sent[1]


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE minutes_remarks SET body = 'x'",
        "UPDATE minutes_remarks SET outcome = 'taken_over'",
        "UPDATE minutes_remarks SET outcome = 'not_taken_over', answered_at = at",
        "UPDATE minutes_remarks SET answer = 'x' WHERE answered_at IS NOT NULL",
        "DELETE FROM minutes_remarks",
        "UPDATE minutes_urgings SET cities = '[]'",
        "DELETE FROM minutes_urgings",
    ],
)
def test_the_database_keeps_what_was_said_and_answered(session: Session, write: str) -> None:
    sitting = _sent_round()
    a_remark(sitting)
    _answer(sitting, TAKEN)
    a_remark(sitting)
    done(urge_confirmation, sitting.minutes.id, sitting.secretary)
    with pytest.raises((DBAPIError, Refused)), transaction():
        session.execute(text(write))


def test_m5_cities_that_have_not_confirmed_are_asked_again_once_a_day(session: Session) -> None:
    sitting = _sent_round()
    confirmed(sitting, sitting.voices[:1])
    done(urge_confirmation, sitting.minutes.id, sitting.secretary)

    assert _told(session, NoticeKind.MINUTES_URGED) == sorted(person.id for person in sitting.voices[1:])
    assert _urging_refused(sitting) == "urged_today"
    clock.travel(timedelta(days=1))
    done(urge_confirmation, sitting.minutes.id, sitting.secretary)
    codes = [[city.code for city in sitting.cities[1:]]] * 2
    assert [
        urging.cities for urging in session.scalars(select(MinutesUrging).order_by(MinutesUrging.day))
    ] == codes
    kinds = session.scalars(select(Event.kind).where(Event.kind == EventKind.MINUTES_URGED)).all()
    assert len(kinds) == 2, "each time is recorded"
    confirmed(sitting, sitting.voices[1:])
    clock.travel(timedelta(days=1))
    assert _urging_refused(sitting) == "nobody_to_urge", "never after a city has acted (A9)"


def _sent_round() -> Sitting:
    sitting = some_minutes()
    edited(sitting, BODY)
    circulated(sitting)
    return sitting


def _answer(sitting: Sitting, outcome: RemarkOutcome, answer: str = "", number: int = 1) -> None:
    version = sitting.minutes.last_version
    with transaction():
        answer_remark(sitting.minutes.id, version, number, sitting.secretary, outcome=outcome, answer=answer)


def _refusal(sitting: Sitting, person: User) -> tuple[Ground, str]:
    with pytest.raises(Refused) as refused, transaction():
        remark_on_minutes(sitting.minutes.id, person, version=sitting.minutes.last_version, body="意見")
    return refused.value.verdict.ground, refused.value.verdict.code


def _urging_refused(sitting: Sitting) -> str:
    with pytest.raises(Refused) as refused, transaction():
        urge_confirmation(sitting.minutes.id, sitting.secretary)
    return refused.value.verdict.code


def _told(session: Session, kind: NoticeKind) -> list[int]:
    return sorted(session.scalars(select(Notice.user_id).where(Notice.kind == kind)))
