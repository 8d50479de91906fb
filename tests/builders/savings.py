"""Savings, as a test needs them: lines of an estimate, an estimate on a proposal, what a city recorded."""

from datetime import date

from app.actions.proposals import TypedLine, TypedPrice, estimate_saving
from app.actions.savings import record_saving
from app.domain.postage import PostalItem
from app.domain.savings import SavingKind
from app.models import Decision, Proposal, ProposalVersion, RealisedSaving, User
from app.transaction import transaction
from tests.builders.council import a_secretary

RATES_ON = date(2026, 11, 23)
BASIS = "令和8年度の郵便料の支出命令による。"


def a_postage_line(volume: int | None = 1_000, city_id: int | None = None, **more: object) -> TypedLine:
    """A letter of up to 50 g becomes a postcard: 25 yen saved on each."""
    prices = {"before": TypedPrice(item=PostalItem.LETTER_50), "after": TypedPrice(item=PostalItem.POSTCARD)}
    return TypedLine(SavingKind.POSTAGE, "納税通知書", volume, city_id=city_id, **{**prices, **more})  # type: ignore[arg-type]


def a_cost_line(yen: int = 50_000) -> TypedLine:
    """Something that costs more than before."""
    return TypedLine(SavingKind.SYSTEM, "設定の維持", 1, after=TypedPrice(yen=yen))


def an_estimate(
    proposal: Proposal,
    *lines: TypedLine,
    author: User | None = None,
    rates_on: date = RATES_ON,
    base: int = 0,
) -> ProposalVersion:
    """The version of a proposal with these lines."""
    author = author or a_secretary()
    with transaction():
        return estimate_saving(
            proposal.id, author, lines, rates_on=rates_on, base=base or proposal.last_version
        )


def recorded(
    decision: Decision,
    person: User,
    yen: int = 120_000,
    *,
    year: int = 2026,
    seen: int = 0,
    basis: str = BASIS,
) -> RealisedSaving:
    """What a person's city saved by a decision."""
    decision_id = decision.id
    with transaction():
        saving = record_saving(decision_id, person, year=year, yen=yen, basis=basis, seen=seen)
    assert saving is not None
    return saving
