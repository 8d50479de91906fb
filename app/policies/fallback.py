"""A failed unanimous round, the chair's finding about it, and the fallback on the same text (B41)."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.ballot_rules import OF_UNANIMITY
from app.domain.tally import Result
from app.domain.workflow import Act
from app.models import Finding, Round, User
from app.policies.ballots import may_open
from app.policies.standing import chairs
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person
from app.policies.workflow import stage_allows


@dataclass(frozen=True)
class AfterRound:
    """A round and what came after it: a finding, another round that counts, another text on the table."""

    round: Round
    finding: Finding | None
    is_last: bool
    text_stands: bool


def failed_unanimity(round: Round) -> bool:
    """Whether the round closed without the unanimity its rule asked for: nothing else falls back (B41)."""
    return round.result is Result.FAILED and round.rule.kind in OF_UNANIMITY


def may_record_finding(actor: User, after: AfterRound, at: datetime) -> Verdict:
    """The chair alone, once, about the last round while its text is still on the table (B41)."""
    return first_refusal(
        ALLOWED if chairs(actor, after.round.difference.group, at) else not_this_person("chair_only"),
        _still_open_to_fallback(after),
        not_now("finding_is_recorded") if after.finding else ALLOWED,
    )


def may_open_fallback(actor: User, after: AfterRound, at: datetime) -> Verdict:
    """Whoever opens ballots, after the chair's finding and on the very same text (B41)."""
    return first_refusal(
        may_open(actor, after.round.difference, at),
        _still_open_to_fallback(after),
        ALLOWED if after.finding else not_now("fallback_needs_finding"),
    )


def _still_open_to_fallback(after: AfterRound) -> Verdict:
    return first_refusal(
        ALLOWED if failed_unanimity(after.round) else not_now("no_failed_unanimity"),
        ALLOWED if after.is_last else not_now("another_round_followed"),
        stage_allows(after.round.difference, Act.OPEN_BALLOT),
        ALLOWED if after.text_stands else not_now("text_changed_since_round"),
    )
