"""Who may work on the adoption ledger of a city: close an item, take its evidence back, add one (D5)."""

from datetime import datetime

from app.models import AdoptionItem, City, Decision, User
from app.policies.exceptions import speaks_for_city
from app.policies.standing import may_lead
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person


def may_close_item(actor: User, item: AdoptionItem, at: datetime) -> Verdict:
    """A representative or deputy of the item's city closes it, while no later decision has taken the place."""
    own = speaks_for_city(actor, item.decision.group, at)
    if own and actor.city_id != item.city_id:
        own = not_this_person("representative_only")
    open_still = ALLOWED if item.proof is None else not_now("item_closed_already")
    return first_refusal(own, _still_stands(item.decision), open_still)


def may_take_back_evidence(actor: User, item: AdoptionItem, at: datetime) -> Verdict:
    """The city itself, the chair or the secretariat takes back the evidence of a closed item."""
    closed = not_now("item_not_closed") if item.proof is None else ALLOWED
    return first_refusal(
        _city_or_lead(actor, item.decision, item.city, at), _still_stands(item.decision), closed
    )


def may_add_item(actor: User, decision: Decision, city: City, at: datetime) -> Verdict:
    """The city itself, the chair or the secretariat adds what a member city of the group has to do."""
    here = city in decision.group.voting_cities_at(at)
    return first_refusal(
        _city_or_lead(actor, decision, city, at),
        ALLOWED if here else not_now("city_not_in_group"),
        _still_stands(decision),
    )


def _city_or_lead(actor: User, decision: Decision, city: City, at: datetime) -> Verdict:
    speaks = actor.city_id == city.id and speaks_for_city(actor, decision.group, at)
    if speaks or may_lead(actor, decision.group, at):
        return ALLOWED
    return not_this_person("city_or_lead_only")


def _still_stands(decision: Decision) -> Verdict:
    return not_now("later_decision_stands") if decision.superseded_by else ALLOWED
