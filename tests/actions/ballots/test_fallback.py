"""From unanimity to two thirds: a new round on the same text, after the chair's finding, never by itself (B41)."""

from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.ballots import cancel_round, open_round, record_finding
from app.domain.ballot_rules import Rule, RuleKind
from app.domain.events import EventKind
from app.domain.rounds import RoundState
from app.domain.tally import Result
from app.domain.workflow import Stage
from app.models import Event, Finding, Round, User
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.queries.council import the_council
from app.transaction import transaction
from tests.builders.ballots import OVERRIDE, REASON, a_ballot, a_closed_round, a_rule, cast_letters, run_out
from tests.builders.council import a_chair, a_representative, a_secretary
from tests.builders.proposals import a_version

OVERRIDES = dict.fromkeys(("concerns", "practices", "discussion_days", "overlaps"), OVERRIDE)
UNANIMITY = (RuleKind.UNANIMOUS, RuleKind.UNANIMOUS_ABSTAIN_OK)


def _find(round: Round, chair: User | None = None, reason: str = REASON) -> Finding:
    chair = chair or a_chair(round.difference.group)
    with transaction():
        return record_finding(round.id, chair, reason=reason)


def _fall_back(round: Round, actor: User | None = None, **more: Any) -> Round:
    actor = actor or a_secretary()
    with transaction():
        return open_round(round.difference.number, actor, overrides=OVERRIDES, fallback_of=round.id, **more)


@pytest.mark.parametrize("kind", UNANIMITY)
def test_b41_after_the_finding_two_thirds_decide_on_the_same_text(session: Session, kind: RuleKind) -> None:
    ballot = a_ballot(rule=a_rule(kind))
    cast_letters(ballot, "aao")
    run_out(ballot.round)
    with transaction():
        council = the_council()
        council.grace_minutes, council.quorum = 30, 3
    finding = _find(ballot.round)

    again = _fall_back(ballot.round)

    assert again.rule == Rule(
        RuleKind.TWO_THIRDS, quorum=3, early_close=True, grace_minutes=30, min_working_days=0
    )
    assert again.version_id == ballot.round.version_id
    assert again.text_hash == ballot.round.text_hash == finding.text_hash
    assert (again.fallback_of, again.overrides["rule"]) == (ballot.round, REASON)
    opened = session.scalars(
        select(Event).where(Event.kind == EventKind.ROUND_OPENED).order_by(Event.id.desc())
    ).first()
    assert opened is not None
    assert opened.after["fallback_of"] == ballot.round.id
    for person in again.electorate:
        assert person.city_id in {city.id for city in ballot.cities}


def test_b41_the_fallback_carries_with_two_of_three_and_the_first_round_stays_failed(
    session: Session,
) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aao")
    run_out(ballot.round)
    _find(ballot.round)
    again = type(ballot)(_fall_back(ballot.round), ballot.secretary, ballot.cities, ballot.voices)
    assert again.round.positions == []
    cast_letters(again, "aao")
    run_out(again.round)
    session.expire_all()
    assert (ballot.round.result, again.round.result) == (Result.FAILED, Result.CARRIED)
    assert ballot.difference.stage is Stage.DECIDED


def test_b41_nothing_falls_back_by_itself(session: Session) -> None:
    round = a_closed_round("aao")
    assert session.scalars(select(Round)).all() == [round]
    _find(round)
    session.expire_all()
    assert session.scalars(select(Round)).all() == [round]
    assert round.difference.stage is Stage.DISCUSSING


def test_b41_the_chair_alone_records_a_finding_once_with_a_reason(session: Session) -> None:
    round = a_closed_round("aao")
    chair = a_chair(round.difference.group)
    voice = session.get_one(User, round.acts[0].user_id)
    for person in (voice, a_secretary()):
        with pytest.raises(Refused) as refused:
            _find(round, person)
        assert (refused.value.verdict.ground, refused.value.verdict.code) == (Ground.PERSON, "chair_only")
    for nothing in ("", "　", "**"):
        with pytest.raises(Invalid):
            _find(round, chair, nothing)
    _find(round, chair)
    with pytest.raises(Refused) as refused:
        _find(round, chair)
    assert refused.value.verdict.code == "finding_is_recorded"
    event = session.scalars(select(Event).where(Event.kind == EventKind.FINDING_RECORDED)).one()
    assert (event.actor_id, event.after["text_hash"]) == (chair.id, round.text_hash)


def test_b41_without_a_finding_there_is_no_fallback(session: Session) -> None:
    round = a_closed_round("aao")
    with pytest.raises(Refused) as refused:
        _fall_back(round)
    assert refused.value.verdict.code == "fallback_needs_finding"


def test_b41_a_changed_text_has_neither_finding_nor_fallback(session: Session) -> None:
    found, unfound = a_closed_round("aao"), None
    chair = a_chair(found.difference.group)
    _find(found, chair)
    a_version(found.version.proposal, body="反対意見を受けて改めた案")
    with pytest.raises(Refused) as refused:
        _fall_back(found)
    assert refused.value.verdict.code == "text_changed_since_round"
    unfound = a_closed_round("aao", group=found.difference.group)
    a_version(unfound.version.proposal, body="反対意見を受けて改めた案")
    with pytest.raises(Refused) as refused:
        _find(unfound, chair)
    assert refused.value.verdict.code == "text_changed_since_round"


def test_b41_only_who_opens_ballots_opens_a_fallback(session: Session) -> None:
    round = a_closed_round("aao")
    _find(round)
    with pytest.raises(Refused) as refused:
        _fall_back(round, a_representative(round.difference.group, round.electorate[0].city))
    assert refused.value.verdict.ground is Ground.PERSON


@pytest.mark.parametrize(
    ("letters", "rule"),
    [
        ("aaa", None),
        ("aoo", a_rule(RuleKind.MAJORITY, quorum=2)),
        ("aao", a_rule(RuleKind.NO_OBJECTION)),
    ],
)
def test_b41_only_failed_unanimity_falls_back(session: Session, letters: str, rule: Rule | None) -> None:
    round = a_closed_round(letters, rule=rule)
    with pytest.raises(Refused) as refused:
        _find(round)
    assert refused.value.verdict.code == "no_failed_unanimity"


def test_b41_b44_a_cancelled_fallback_can_be_opened_again_a_failed_one_cannot(session: Session) -> None:
    round = a_closed_round("aao")
    _find(round)
    mistaken, secretary = _fall_back(round), a_secretary()
    with transaction():
        cancel_round(mistaken.id, secretary, reason=REASON)
    again = _fall_back(round)
    assert (mistaken.state, again.state, again.number) == (RoundState.CANCELLED, RoundState.OPEN, 3)
    run_out(again)
    with pytest.raises(Refused) as refused:
        _fall_back(round)
    assert refused.value.verdict.code == "another_round_followed"


def test_b41_a_finding_about_another_difference_opens_nothing_here(session: Session) -> None:
    round = a_closed_round("aao")
    _find(round)
    other = a_closed_round("aao", group=round.difference.group)
    secretary = a_secretary()
    with pytest.raises(NotFound), transaction():
        open_round(other.difference.number, secretary, overrides=OVERRIDES, fallback_of=round.id)


def test_b41_the_database_itself_keeps_findings_and_wants_one_with_the_same_text(session: Session) -> None:
    round = a_closed_round("aao")
    row = dict(session.execute(select(Round.__table__)).mappings().one())
    row |= {"id": 99, "number": 9, "state": "open", "closed_at": None, "result": None}
    fallback = {**row, "fallback_of_id": round.id}
    with pytest.raises(IntegrityError, match="fallback_needs_finding"):
        session.connection().execute(insert(Round.__table__), [fallback])
    session.rollback()
    _find(round)
    with pytest.raises(IntegrityError, match=r"fk_rounds_fallback|FOREIGN KEY"):
        session.connection().execute(insert(Round.__table__), [{**fallback, "text_hash": "sha256:other"}])
    session.rollback()
    for statement, guard in (
        (update(Finding).values(reason="x"), "findings_stay"),
        (delete(Finding), "findings_are_kept"),
    ):
        with pytest.raises(IntegrityError, match=guard):
            session.connection().execute(statement)
        session.rollback()
