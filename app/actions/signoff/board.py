"""The board's final step: recorded by the secretariat with the day of its meeting and evidence (S12)."""

from datetime import date, datetime

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.signoff.ending import return_from_board, settle
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.positions import is_reason
from app.domain.signoff import BoardResult
from app.domain.texts import normalise, normalise_line
from app.extensions import db
from app.models import BoardFinding, Escalation, User
from app.policies.board import check_meeting_day, may_record_board
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.differences import lock_difference
from app.queries.signoff import last_escalation


def record_board(
    number: str,
    actor: User,
    *,
    result: BoardResult,
    met_on: date,
    evidence: str,
    reason: str = "",
    key: str = "",
) -> Escalation:
    """Record what the board said on a matter that every city signed: it is decided, or goes back with the reason."""
    escalation = last_escalation(lock_difference(number))
    at = now()
    if escalation is None:
        raise NotFound
    if not claim_key(key, actor):
        return escalation
    ensure(may_record_board(actor, escalation))
    check_meeting_day(met_on, tokyo_date(escalation.opened_at), tokyo_date(at))
    if not is_reason(evidence):
        raise Invalid("evidence", "board_evidence")
    if result is BoardResult.RETURNED and not is_reason(reason):
        raise Invalid("reason", "reason_required")
    finding = _finding(escalation, actor, result, met_on, normalise_line(evidence), normalise(reason), at)
    _record(finding, actor)
    if result is BoardResult.APPROVED:
        settle(escalation, actor, at)
    else:
        return_from_board(escalation, finding, actor, at)
    return escalation


def _finding(
    escalation: Escalation,
    actor: User,
    result: BoardResult,
    met_on: date,
    evidence: str,
    reason: str,
    at: datetime,
) -> BoardFinding:
    finding = BoardFinding(
        result=result,
        met_on=met_on,
        evidence=evidence,
        reason=reason,
        text_hash=escalation.text_hash,
        recorded_by_id=actor.id,
        recorded_by_printed=actor.printed,
        recorded_at=at,
    )
    escalation.findings.append(finding)
    db.session.flush()
    return finding


def _record(finding: BoardFinding, actor: User) -> None:
    record(
        EventKind.BOARD_RECORDED,
        actor=actor,
        subject=finding,
        difference=finding.escalation.difference,
        after={
            "escalation": finding.escalation_id,
            "result": finding.result.value,
            "met_on": finding.met_on.isoformat(),
            "evidence": finding.evidence,
            "reason": finding.reason,
            "text_hash": finding.text_hash,
        },
    )
