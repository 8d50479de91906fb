"""Who may say what a city saved by a decision, and who keeps the rates of postage (D11)."""

from datetime import datetime

from app.domain.roles import RoleKind
from app.models import Decision, User
from app.policies.standing import city_role_in, is_of_associate, is_secretariat
from app.policies.verdicts import ALLOWED, Verdict, not_now, not_this_person


def may_record_saving(actor: User, decision: Decision, at: datetime) -> Verdict:
    """A representative or deputy of a member city records what the own city saved (D11)."""
    role = city_role_in(actor, decision.group, at)
    if role is None or role.kind is RoleKind.MEMBER or is_of_associate(actor, at):
        return not_this_person("representative_only")
    return ALLOWED


def may_keep_rates(actor: User) -> Verdict:
    """The secretariat keeps the rates."""
    return ALLOWED if is_secretariat(actor) else not_this_person("rates_of_secretariat")


def year_can_be_recorded(year: int, first: int, current: int) -> Verdict:
    """From the fiscal year of the decision to the running one: before and after there is nothing to record."""
    if first <= year <= current:
        return ALLOWED
    return not_now("no_such_saving_year", first=first, last=current)
