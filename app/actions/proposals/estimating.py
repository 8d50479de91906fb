"""Estimating what a proposal saves in a year, line by line: a new version of the same text (D11, T2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.actions.proposals.drafting import revise_proposal
from app.actions.proposals.fields import fields_of
from app.clock import now
from app.domain.money import MAX_YEN
from app.domain.postage import PostalItem, Rate, rate_on
from app.domain.savings import MAX_LINES, MAX_UNIT_YEN, MAX_VOLUME, EstimatedLine, SavingKind, UnitPrice
from app.domain.texts import normalise_line
from app.models import Proposal, ProposalVersion, User
from app.policies.proposals import may_revise
from app.policies.verdicts import Invalid, ensure
from app.queries.proposals import lock_proposal, version_numbered
from app.queries.savings import postage_rates

MAX_WHAT = 100


@dataclass(frozen=True)
class TypedPrice:
    """A price as typed: whole yen, or a postal item whose rate is looked up; less a discount in percent."""

    yen: int | None = None
    item: PostalItem | None = None
    discount: int | None = None


@dataclass(frozen=True)
class TypedLine:
    """A line of an estimate as typed; city_id None is all cities together, place its number on the page."""

    kind: SavingKind
    what: str
    volume: int | None
    before: TypedPrice = TypedPrice()
    after: TypedPrice = TypedPrice()
    city_id: int | None = None
    place: int = 0


def estimate_saving(
    proposal_id: int,
    actor: User,
    lines: Sequence[TypedLine],
    *,
    rates_on: date,
    base: int,
    note: str = "",
    key: str = "",
) -> ProposalVersion:
    """Replace the lines of the estimate over those of version `base`; postage at the rates of a day (D11).

    What an earlier version showed stays with it, and so with every round and decision made on it (T1).
    """
    proposal = lock_proposal(proposal_id)
    ensure(may_revise(actor, proposal, now()))
    present = proposal.current
    if _estimate(version_numbered(proposal, base)) != _estimate(present):
        raise Invalid("base", "estimate_changed_meanwhile")
    priced = _priced(lines, proposal, rates_on)
    fields = replace(fields_of(present), saving_lines=priced)
    if not priced and present.saving_lines:
        fields = replace(fields, yearly_saving_yen=None)
    return revise_proposal(proposal_id, actor, fields, base=present.number, note=note, key=key)


def _estimate(version: ProposalVersion) -> tuple[int | None, list[EstimatedLine]]:
    return version.yearly_saving_yen, [line.estimated for line in version.saving_lines]


def _priced(lines: Sequence[TypedLine], proposal: Proposal, on: date) -> tuple[EstimatedLine, ...]:
    """The lines with their prices. Raises Invalid with the number of the line that cannot stand."""
    if len(lines) > MAX_LINES:
        raise Invalid("lines", "too_many_saving_lines", limit=MAX_LINES)
    rates = postage_rates()
    cities = {place.city_id for place in proposal.difference.group.cities}
    priced = tuple(
        _line(line.place or number, line, cities, rates, on) for number, line in enumerate(lines, 1)
    )
    if abs(sum(line.yen for line in priced)) > MAX_YEN:
        raise Invalid("lines", "amount_too_large")
    return priced


def _line(number: int, line: TypedLine, cities: set[int], rates: Sequence[Rate], on: date) -> EstimatedLine:
    what = normalise_line(line.what)
    if not what or len(what) > MAX_WHAT:
        raise Invalid("lines", "saving_line_needs_what", line=number, limit=MAX_WHAT)
    if line.volume is None or not 0 < line.volume <= MAX_VOLUME:
        raise Invalid("lines", "saving_line_needs_volume", line=number)
    if line.city_id is not None and line.city_id not in cities:
        raise Invalid("lines", "saving_line_of_another_city", line=number)
    postal = line.kind is SavingKind.POSTAGE
    before, after = (_price(number, price, postal, rates, on) for price in (line.before, line.after))
    if postal and before.item is None and after.item is None:
        raise Invalid("lines", "saving_line_needs_item", line=number)
    return EstimatedLine(line.kind, what, line.volume, before, after, line.city_id, on if postal else None)


def _price(number: int, price: TypedPrice, postal: bool, rates: Sequence[Rate], on: date) -> UnitPrice:
    discount = price.discount or 0
    if not 0 <= discount <= 100:
        raise Invalid("lines", "saving_line_discount", line=number)
    if not postal:
        if price.item is not None:
            raise Invalid("lines", "saving_line_item_of_postage", line=number)
        if not 0 <= (price.yen or 0) <= MAX_UNIT_YEN:
            raise Invalid("lines", "saving_line_unit", line=number)
        return UnitPrice(price.yen or 0, None, discount)
    if price.yen:
        raise Invalid("lines", "saving_line_rate_is_looked_up", line=number)
    if price.item is None:
        return UnitPrice()
    rate = rate_on(rates, price.item, on)
    if rate is None:
        raise Invalid("lines", "no_rate_yet", line=number, item=price.item, day=on)
    return UnitPrice(rate, price.item, discount)
