"""代決: a registered deputy signs the last step in the place of an absent manager, who reads it afterwards (S5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.signoff import end_absence, escalate, pass_over, record_reading
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.signoff import Meaning, SignoffState
from app.domain.texts import Flag
from app.domain.workflow import Stage
from app.models import Absence, Event, LaterReading, Notice, Signature, User
from app.policies.verdicts import Ground, Refused
from app.transaction import transaction
from tests.builders.council import a_group, a_manager, a_member, a_person, a_secretary
from tests.builders.proposals import a_version
from tests.builders.signoff import (
    DEPARTMENT,
    Signing,
    an_absence,
    an_escalation,
    an_escalation_by_the_chair,
    decision_on,
    sign_city,
    sign_step,
)


def test_s5_a_deputy_signs_the_last_step_marked_and_named_with_the_principal(session: Session) -> None:
    signing, deputy, absent = _absent_department()
    signature = _signed(signing, deputy)

    assert (signature.user_id, signature.principal_id) == (deputy.id, absent.id)
    assert (signature.printed_name, signature.principal_printed) == (deputy.printed, absent.printed)
    assert signature.post_name == DEPARTMENT
    assert signing.route(0).state is SignoffState.APPROVED
    event = session.scalars(
        select(Event).where(Event.kind == EventKind.STEP_APPROVED).order_by(Event.id.desc())
    ).first()
    assert event is not None
    assert (event.actor_id, event.after["principal"]) == (deputy.id, absent.printed)


def test_s5_the_decision_keeps_the_deputys_mark(session: Session) -> None:
    signing, deputy, absent = _absent_department()
    _signed(signing, deputy)
    sign_city(signing, 1)
    sign_city(signing, 2)

    assert signing.difference.stage is Stage.DECIDED
    marks = [(s["by"], s["for"]) for s in decision_on(signing.difference).signoffs]
    assert (deputy.printed, absent.printed) in marks
    assert [principal for _by, principal in marks].count("") == 5


def test_s5_the_principal_is_told_and_reads_it_afterwards(session: Session) -> None:
    signing, deputy, absent = _absent_department()
    signature = _signed(signing, deputy)
    reading = session.scalars(select(LaterReading)).one()
    assert (reading.user_id, reading.signature_id, reading.passed_over) == (absent.id, signature.id, False)
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.ACTED_IN_ABSENCE)).all()
    assert told == [absent.id]

    with pytest.raises(Refused) as refused, transaction():
        record_reading(reading.id, deputy)
    assert refused.value.verdict.ground is Ground.PERSON
    clock.travel(timedelta(days=5))
    for _ in range(2):  # the same form
        with transaction():
            record_reading(reading.id, absent, remark="条例改正の時期に留意されたい。", key="k")
    assert (reading.read_at, reading.remark) == (clock.now(), "条例改正の時期に留意されたい。")
    assert signing.route(0).state is SignoffState.APPROVED
    assert len(session.scalars(select(Event).where(Event.kind == EventKind.READ_AFTERWARDS)).all()) == 1
    with pytest.raises(Refused) as again, transaction():
        record_reading(reading.id, absent, remark="別の所見")
    assert again.value.verdict.code == "read_already"


def test_s5_not_before_the_absence_and_not_after_it(session: Session) -> None:
    signing, deputy, absent = _absent_department(since=2, days=2)
    assert _refusal(signing, deputy) == "not_a_holder"
    clock.travel(timedelta(days=4))
    assert _refusal(signing, deputy) == "not_a_holder"
    assert sign_step(signing.step(0, 2), absent) is not None


def test_s5_an_absence_that_was_ended_gives_the_deputy_nothing(session: Session) -> None:
    signing, deputy, absent = _absent_department()
    with transaction():
        end_absence(session.scalars(select(Absence.id)).one(), absent)
    assert _refusal(signing, deputy) == "not_a_holder"


def test_s5_whoever_is_not_a_registered_deputy_never_signs(session: Session) -> None:
    signing, _deputy, absent = _absent_department()
    city = signing.cities[0]
    for stranger in (a_member(signing.group, city), signing.manager(1, DEPARTMENT), a_secretary()):
        assert _refusal(signing, stranger) == "not_a_holder"
    assert sign_step(signing.step(0, 2), absent) is not None  # the principal came by after all
    assert session.scalars(select(LaterReading)).all() == []


def test_s5_only_at_the_last_step(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    deputy = a_member(signing.group, signing.cities[0])
    an_absence(signing.manager(0), deputy)
    with pytest.raises(Refused) as refused:
        sign_step(signing.step(0), deputy)
    assert refused.value.verdict.code == "deputy_last_step_only"


def test_s5_never_on_basic_policy(session: Session) -> None:
    signing = an_escalation(flags=frozenset({Flag.BASIC_POLICY}))
    sign_step(signing.step(0), signing.manager(0))
    deputy = a_member(signing.group, signing.cities[0])
    an_absence(signing.manager(0, DEPARTMENT), deputy)
    assert _refusal(signing, deputy) == "deputy_not_on_basic_policy"


def test_s5_a_later_deputy_acts_only_while_the_earlier_ones_are_away(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    sign_step(signing.step(0), signing.manager(0))
    city = signing.cities[0]
    first, second = a_manager(city, "教育部次長"), a_member(signing.group, city)
    an_absence(signing.manager(0, DEPARTMENT), first, second)
    assert _refusal(signing, second) == "deputy_not_in_turn"

    an_absence(first)
    assert _refusal(signing, first) == "deputy_not_in_turn"
    assert _signed(signing, second).principal_id == signing.manager(0, DEPARTMENT).id


def test_s5_no_deputy_acts_while_another_holder_of_the_post_is_there(session: Session) -> None:
    signing, deputy, _absent = _absent_department()
    a_manager(signing.cities[0], DEPARTMENT, signing.step(0, 2).holders[0].post)
    assert _refusal(signing, deputy) == "not_a_holder"


def test_s8_a_deputy_who_wrote_the_proposal_does_not_sign_alone(session: Session) -> None:
    group = a_group()
    author = a_member(group, group.cities[0].city)
    signing = an_escalation_by_the_chair(group, author=author)
    section = signing.manager(0)
    an_absence(section)
    with transaction():
        pass_over(signing.step(0).id, section, post_id=section.holdings[0].post_id)
    an_absence(signing.manager(0, DEPARTMENT), author)
    assert _refusal(signing, author) == "author_alone"


def test_t6_a_changed_text_dismisses_the_deputys_signature_and_the_reading(session: Session) -> None:
    signing, deputy, absent = _absent_department()
    _signed(signing, deputy)
    sign_step(signing.step(1), signing.manager(1), Meaning.SEND_BACK)
    a_version(signing.escalation.version.proposal, body="本文を改めた。")
    reading = session.scalars(select(LaterReading)).one()
    assert reading.dismissed_at is not None
    with pytest.raises(Refused) as refused, transaction():
        record_reading(reading.id, absent)
    assert refused.value.verdict.code == "reading_not_owed"


def test_s3_a_deputy_may_send_back_and_is_asked_again(session: Session) -> None:
    signing, deputy, _absent = _absent_department()
    sign_step(signing.step(0, 2), deputy, Meaning.SEND_BACK)
    secretary = a_secretary()
    with transaction():
        escalate(signing.difference.number, secretary, reason="資料を加えた。")
    assert _signed(signing, deputy).dismissed_at is None
    standing = session.scalars(select(LaterReading).where(LaterReading.dismissed_at.is_(None))).all()
    assert len(standing) == 1


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE signatures SET principal_id = NULL, principal_printed = ''", "signatures_stay"),
        ("UPDATE later_readings SET user_id = user_id + 1", "later_readings_stay"),
        ("DELETE FROM later_readings", "later_readings_are_kept"),
        ("UPDATE later_readings SET remark = 'x'", "remark_when_read"),
    ],
)
def test_s5_the_database_keeps_marks_and_readings(session: Session, statement: str, refused: str) -> None:
    signing, deputy, _absent = _absent_department()
    _signed(signing, deputy)
    with pytest.raises(IntegrityError, match=refused), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("principal", "printed", "constraint"),
    [(True, "x", "deputy_is_another"), (False, "x", "principal_printed")],
)
def test_s5_the_database_knows_no_deputy_of_oneself(
    session: Session, principal: bool, printed: str, constraint: str
) -> None:
    signing = an_escalation_by_the_chair()
    sign_step(signing.step(0), signing.manager(0))
    person = signing.manager(0, DEPARTMENT)
    with pytest.raises(IntegrityError, match=constraint), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO signatures (step_id, post_id, city_id, user_id, principal_id, principal_printed,"
                " printed_name, post_name, meaning, reason, text_hash, at) SELECT :step, post_id, city_id, :user,"
                " :principal, :printed, 'x', 'x', 'approve', '', 'x', at FROM signatures"
            ),
            {
                "step": signing.step(0, 2).id,
                "user": person.id,
                "principal": person.id if principal else None,
                "printed": printed,
            },
        )


def _absent_department(since: int = 0, days: int = 3) -> tuple[Signing, User, User]:
    """The first city's 課長 has signed; its 部長 is away, with one deputy."""
    signing = an_escalation_by_the_chair()
    sign_step(signing.step(0), signing.manager(0))
    absent = signing.manager(0, DEPARTMENT)
    deputy = a_person(signing.cities[0], post="次長")
    an_absence(absent, deputy, since=since, days=days)
    return signing, deputy, absent


def _signed(signing: Signing, person: User) -> Signature:
    signature = sign_step(signing.step(0, 2), person)
    assert signature is not None
    return signature


def _refusal(signing: Signing, person: User) -> str:
    with pytest.raises(Refused) as refused:
        sign_step(next(s for s in signing.route(0).steps if s.state is SignoffState.RUNNING), person)
    return refused.value.verdict.code
