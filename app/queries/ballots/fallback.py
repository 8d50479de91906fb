"""What stands between a failed unanimous round and its fallback: the chair's finding, the text on the table (B41)."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.rounds import RoundState
from app.extensions import db
from app.models import Finding, Round, User
from app.policies.fallback import AfterRound, failed_unanimity, may_open_fallback, may_record_finding
from app.policies.verdicts import Verdict
from app.queries.ballots.one import round_seen, rounds_of
from app.queries.proposals import on_the_table


@dataclass(frozen=True)
class FallbackPart:
    """What the pages say about the fallback of a failed round: the finding, the rounds it led to, and who may go on."""

    round: Round
    finding: Finding | None
    followed: tuple[Round, ...]
    may_record: Verdict
    may_open: Verdict


def after_round(round: Round, rounds: list[Round] | None = None) -> AfterRound:
    """What came after a round; rounds are all of its difference, if they are loaded already."""
    counting = [
        other
        for other in (rounds_of(round.difference) if rounds is None else rounds)
        if other.state is not RoundState.CANCELLED
    ]
    proposal = on_the_table(round.difference)
    return AfterRound(
        round,
        finding_of(round.id),
        round.number == max((other.number for other in counting), default=0),
        proposal is not None and proposal.current.text_hash == round.text_hash,
    )


def fallback_part(round: Round, rounds: list[Round], viewer: User, at: datetime) -> FallbackPart | None:
    """The fallback's part of a page; None where unanimity did not fail, or another ballot has followed without one."""
    if not failed_unanimity(round):
        return None
    after = after_round(round, rounds)
    return _part(after, rounds, viewer, at) if after.is_last or after.finding else None


def fallback_seen(round_id: int, viewer: User, at: datetime) -> FallbackPart:
    """The fallback of any round, possible or not; NotFound where the reader may not know of the round."""
    round = round_seen(round_id, viewer)
    rounds = rounds_of(round.difference)
    return _part(after_round(round, rounds), rounds, viewer, at)


def _part(after: AfterRound, rounds: list[Round], viewer: User, at: datetime) -> FallbackPart:
    return FallbackPart(
        after.round,
        after.finding,
        tuple(other for other in rounds if other.fallback_of_id == after.round.id),
        may_record_finding(viewer, after, at),
        may_open_fallback(viewer, after, at),
    )


def finding_of(round_id: int | None) -> Finding | None:
    """The chair's finding about a round, if there is one."""
    return db.session.get(Finding, round_id) if round_id else None
