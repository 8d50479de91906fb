"""When a matter may become a decision."""

from app.domain.signoff import SignoffState
from app.domain.tally import Result
from app.models import Difference, Escalation, ProposalVersion, Round
from app.policies.verdicts import ALLOWED, Verdict, not_now


def may_be_decided(
    difference: Difference,
    version: ProposalVersion,
    hash_now: str,
    round: Round | None,
    escalation: Escalation | None,
) -> Verdict:
    """Only a carried round or a fully signed escalation decides, and only on the very text (S11, T6)."""
    if version.text_hash != hash_now:
        return not_now("text_changed")
    if escalation is not None:
        signed = all(city.state is SignoffState.APPROVED for city in escalation.cities)
        return ALLOWED if signed and escalation.text_hash == hash_now else not_now("not_signed_by_all")
    if round is None or round.result is not Result.CARRIED or round.difference_id != difference.id:
        return not_now("not_carried")
    return ALLOWED if round.text_hash == hash_now else not_now("text_changed")
