"""Signing: password and text, who, the paper number, the last city (S3, S7, S9, S11, T6)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.signoff import ConfirmedIdentity, confirm_identity, record_reference, sign
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import RoleKind
from app.domain.signoff import Meaning, SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Decision, Event, Notice, Position, Signature
from app.policies.verdicts import Ground, Invalid, Refused
from app.transaction import transaction
from tests.builders.council import a_member, a_role, a_secretary
from tests.builders.proposals import a_version
from tests.builders.signoff import (
    DEPARTMENT,
    PASSWORD,
    REASON,
    SECTION,
    a_signing_manager,
    an_escalation_by_the_chair,
    sign_all,
    sign_city,
    sign_step,
    with_password,
)


def test_s7_a_signature_keeps_name_post_city_meaning_hash_and_instant(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    clock.travel(timedelta(hours=3))
    manager = signing.manager(0)
    signature = sign_step(signing.step(0), manager)

    assert signature is not None
    assert (signature.printed_name, signature.post_name) == (manager.printed, SECTION)
    assert (signature.city_id, signature.user_id) == (signing.cities[0].id, manager.id)
    assert (signature.meaning, signature.at) == (Meaning.APPROVE, clock.now())
    assert signature.text_hash == signing.escalation.version.text_hash
    event = _events(session, EventKind.STEP_APPROVED)[0]
    assert (event.actor_id, event.city_id) == (manager.id, signing.cities[0].id)
    assert event.after["text_hash"] == signature.text_hash


def test_b9_a_manager_who_signs_takes_no_position_by_it(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    both = signing.manager(0)
    a_role(signing.difference.group, both, RoleKind.REPRESENTATIVE)

    sign_step(signing.step(0), both)

    assert len(session.scalars(select(Signature)).all()) == 1
    assert session.scalars(select(Position)).all() == []


def test_s7_the_password_is_asked_again_and_must_be_the_persons_own(session: Session) -> None:
    manager, other = with_password(a_secretary()), a_secretary()
    for person, password in ((manager, "ちがう合言葉です"), (manager, ""), (other, PASSWORD)):
        with pytest.raises(Invalid) as invalid:
            confirm_identity(person, password)
        assert (invalid.value.field, invalid.value.code) == ("password", "wrong_password")
    assert confirm_identity(manager, PASSWORD).user_id == manager.id


def test_s7_nobody_signs_on_somebody_elses_password(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    step = signing.step(0)
    hash_, post_id = signing.escalation.text_hash, step.holders[0].post_id
    identity = ConfirmedIdentity(signing.manager(1).id)
    with pytest.raises(Refused) as refused, transaction():
        sign(
            step.id,
            signing.manager(0),
            post_id=post_id,
            meaning=Meaning.APPROVE,
            identity=identity,
            text_hash=hash_,
        )
    assert refused.value.verdict.ground is Ground.PERSON


def test_t6_a_signature_is_refused_on_another_text_than_the_one_shown(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    with pytest.raises(Refused) as refused:
        sign_step(signing.step(0), signing.manager(0), text_hash="sha256-v1:" + "0" * 64)
    assert refused.value.verdict.code == "text_changed"
    assert session.scalars(select(Signature)).all() == []


def test_t6_the_text_before_the_managers_cannot_be_changed(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    with pytest.raises(Refused) as refused:
        a_version(signing.escalation.version.proposal, body="すり替えた本文。")
    assert refused.value.verdict.ground is Ground.TIME


@pytest.mark.parametrize(
    ("meaning", "reason"),
    [(Meaning.SEND_BACK, " 　"), (Meaning.REFUSE, "**"), (Meaning.DROP, "")],
)
def test_s3_anything_but_an_approval_needs_a_reason(session: Session, meaning: Meaning, reason: str) -> None:
    signing = an_escalation_by_the_chair()
    sign_step(signing.step(0), signing.manager(0))
    manager = signing.manager(0, DEPARTMENT)
    step, identity = signing.step(0, 2), ConfirmedIdentity(manager.id)
    hash_, post_id = signing.escalation.text_hash, step.holders[0].post_id
    with pytest.raises(Invalid) as invalid, transaction():
        sign(
            step.id,
            manager,
            post_id=post_id,
            meaning=meaning,
            identity=identity,
            text_hash=hash_,
            reason=reason,
        )
    assert invalid.value.code == "reason_required"
    with pytest.raises(IntegrityError, match="reason_due"), db.session.begin_nested():
        session.execute(
            text(
                "INSERT INTO signatures (step_id, post_id, city_id, user_id, printed_name, principal_printed,"
                " post_name, meaning, reason, text_hash, at) SELECT :step, :post, city_id, :user, 'x', '',"
                " 'x', 'refuse', ' ', 'x', at FROM signatures"
            ),
            {"step": step.id, "post": post_id, "user": manager.id},
        )


def test_only_whoever_holds_the_post_at_that_instant_signs(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    step, manager = signing.step(0), signing.manager(0)
    for stranger in (signing.manager(0, DEPARTMENT), signing.manager(1), a_secretary()):
        with pytest.raises(Refused) as refused:
            sign_step(step, stranger)
        assert refused.value.verdict.code == "not_a_holder"

    with transaction():
        holding = manager.holdings[0]
        holding.until, post = clock.now(), holding.post
    successor = a_signing_manager(signing.cities[0], SECTION, post)
    with pytest.raises(Refused):
        sign_step(signing.step(0), manager)
    assert sign_step(signing.step(0), successor) is not None


def test_s9_the_citys_own_number_is_kept_and_gates_nothing(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    route = signing.route(0)
    member = a_member(signing.group, signing.cities[0])
    for _ in range(2):
        with transaction():
            record_reference(route.id, member, number=" 8立教学第123号 ", on=date(2026, 12, 1))
    assert (route.reference_number, route.reference_on) == ("8立教学第123号", date(2026, 12, 1))
    assert [e.after["number"] for e in _events(session, EventKind.REFERENCE_RECORDED)] == ["8立教学第123号"]

    strangers = (a_member(signing.group, signing.cities[1]), a_secretary(), signing.manager(1))
    for stranger in strangers:
        with pytest.raises(Refused) as refused, transaction():
            record_reference(route.id, stranger, number="x", on=None)
        assert refused.value.verdict.ground is Ground.PERSON
    sign_all(signing)
    with transaction():  # also afterwards, by whoever signed
        record_reference(route.id, signing.manager(0), number="", on=None)
    assert signing.difference.stage is Stage.DECIDED
    with pytest.raises(Invalid), transaction():
        record_reference(route.id, signing.manager(0), number="あ" * 61, on=None)


def test_s11_nothing_is_decided_before_the_last_city_signed(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    for place in range(2):
        sign_city(signing, place)
        assert session.scalars(select(Decision)).all() == []
    sign_step(signing.step(2), signing.manager(2))
    assert signing.difference.stage is Stage.ESCALATED
    sign_step(signing.step(2, 2), signing.manager(2, DEPARTMENT))

    assert signing.difference.stage is Stage.DECIDED
    assert signing.escalation.state is SignoffState.APPROVED
    decision = session.scalars(select(Decision)).one()
    assert [(s["city_id"], s["step"]) for s in decision.signoffs] == [
        (city.id, step) for city in signing.cities for step in (1, 2)
    ]
    told = {n.user_id for n in session.scalars(select(Notice).where(Notice.kind == NoticeKind.DECIDED))}
    assert {signing.manager(place, post).id for place in range(3) for post in (SECTION, DEPARTMENT)} <= told


def test_s11_one_missing_signature_holds_it_up_for_ever(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    sign_city(signing, 0)
    sign_city(signing, 1)
    clock.travel(timedelta(days=400))
    assert signing.difference.stage is Stage.ESCALATED
    assert signing.states() == [SignoffState.APPROVED, SignoffState.APPROVED, SignoffState.RUNNING]


def test_s7_the_database_refuses_to_change_or_remove_a_signature(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    sign_step(signing.step(0), signing.manager(0))
    sign_step(signing.step(0, 2), signing.manager(0, DEPARTMENT), Meaning.SEND_BACK)
    for statement in (
        "UPDATE signatures SET printed_name = 'x'",
        "UPDATE signatures SET meaning = 'approve' WHERE meaning = 'send_back'",
        "UPDATE signatures SET text_hash = 'x'",
        "DELETE FROM signatures",
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            session.execute(text(statement))
    assert session.scalars(select(Signature.reason).order_by(Signature.id)).all() == ["", REASON]


def _events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))
