"""The board's final step on escalated matters, where the council requires it (S12)."""

from datetime import date

from app.domain.signoff import BoardResult, SignoffState, outcome_of
from app.models import Escalation, User
from app.policies.standing import is_secretariat
from app.policies.verdicts import ALLOWED, Invalid, Verdict, not_now, not_this_person


def awaits_board(escalation: Escalation) -> bool:
    """Whether every city has signed a running matter that the board has yet to approve (S12)."""
    signed = outcome_of(city_route.state for city_route in escalation.cities) is SignoffState.APPROVED
    return escalation.state is SignoffState.RUNNING and signed and not has_board(escalation)


def has_board(escalation: Escalation) -> bool:
    """Whether the board approved this very text last, or is not asked at all (S12)."""
    if not escalation.needs_board:
        return True
    last = escalation.findings[-1:]
    return [(f.result, f.text_hash) for f in last] == [(BoardResult.APPROVED, escalation.text_hash)]


def may_record_board(actor: User, escalation: Escalation) -> Verdict:
    """The secretariat records what the board said, once every city has signed (S12)."""
    if not is_secretariat(actor):
        return not_this_person("secretariat_only")
    if not escalation.needs_board:
        return not_now("board_not_asked")
    return ALLOWED if awaits_board(escalation) else not_now("board_not_yet")


def check_meeting_day(met_on: date, first: date, today: date) -> None:
    """Refuse a day of the board's meeting in the future, or before the matter came to the managers."""
    if not first <= met_on <= today:
        raise Invalid("met_on", "board_day")
