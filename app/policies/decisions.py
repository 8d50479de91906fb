"""When a matter may become a decision."""

from app.domain.signoff import SignoffState
from app.domain.tally import Result
from app.domain.texts import ESCALATING
from app.models import CityRoute, Difference, Escalation, ProposalVersion, Round
from app.policies.board import has_board
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
        return _is_signed(difference, escalation, hash_now)
    if round is None or round.result is not Result.CARRIED or round.difference_id != difference.id:
        return not_now("not_carried")
    if round.text_hash != hash_now:
        return not_now("text_changed")
    return not_now("managers_decide") if version.flag_set & ESCALATING else ALLOWED


def _is_signed(difference: Difference, escalation: Escalation, hash_now: str) -> Verdict:
    """Whether every city signed this very text (S11, T6), and the board approved it where it is asked (S12)."""
    asked = [city_route for city_route in escalation.cities if city_route.state is not SignoffState.LEFT]
    whole = bool(asked) and all(_is_whole(city_route) for city_route in asked)
    if escalation.difference_id != difference.id or not whole:
        return not_now("not_signed_by_all")
    if not has_board(escalation):
        return not_now("board_missing")
    signed = {
        signature.text_hash
        for city in escalation.cities
        for step in city.steps
        for signature in step.signatures
        if signature.dismissed_at is None
    }
    return ALLOWED if {escalation.text_hash, *signed} == {hash_now} else not_now("text_changed")


def _is_whole(city_route: CityRoute) -> bool:
    """Whether a city's route was signed at its last step, each step before it signed or passed over (S5, S6, S11)."""
    states = [step.state for step in city_route.steps]
    passable = {SignoffState.APPROVED, SignoffState.PASSED_OVER}
    signed = bool(states) and states[-1] is SignoffState.APPROVED and passable.issuperset(states)
    return signed and city_route.state is SignoffState.APPROVED
