"""The register of savings: sums by fiscal year, domain, group and city, and the decisions they come from (D11)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import defer, joinedload

from app.domain.calendar import tokyo_date
from app.domain.fiscal import fiscal_year, fiscal_year_span
from app.domain.savings import Amount, SavingState, sums_by, sums_by_year, total
from app.extensions import db
from app.models import City, Decision, Domain, Group, RealisedSaving, SavingLine, User
from app.queries.council import cities, domains, the_council
from app.queries.decisions.register import years_decided
from app.queries.differences.access import group_readable_by
from app.queries.differences.lists import readable_groups
from app.queries.paging import Page, page_of
from app.queries.savings.entries import SavingEntry, SavingFilter, filters, last_revisions, saving_entries

Named = Domain | Group | City | None


@dataclass(frozen=True)
class SumRow:
    """The sums of one domain, group or city; of is None for what stands for all cities together."""

    of: Named
    estimated: int
    accepted: int
    realised: int


@dataclass(frozen=True)
class YearRow:
    """One fiscal year: what the decisions in force in it were expected to save, and what was realised."""

    year: int
    accepted: int
    realised: int


@dataclass(frozen=True)
class SavingsRegister:
    """Everything the page of savings shows. Accepted is a year's saving of what is not superseded.

    by_decision is what was realised by each decision of the page.
    """

    estimated: int
    accepted: int
    realised: int
    years: tuple[YearRow, ...]
    domains: tuple[SumRow, ...]
    groups: tuple[SumRow, ...]
    cities: tuple[SumRow, ...]
    decisions: Page[Decision]
    by_decision: Mapping[int, int]

    @property
    def most(self) -> int:
        """The largest amount of any year, for the length of its bar."""
        return max((abs(yen) for row in self.years for yen in (row.accepted, row.realised)), default=0)


def savings_register(chosen: SavingFilter, viewer: User, at: datetime, page: int) -> SavingsRegister:
    """The register, narrowed by its filters, with one page of the decisions."""
    entries = saving_entries(chosen, viewer, at)
    current = fiscal_year(tokyo_date(at), the_council().fiscal_year_start_month)
    lasting = [entry for entry in entries if _lasts(entry, chosen.year or current)]
    decisions = page_of(_decisions(chosen, viewer, at), page)
    estimated, accepted, realised = (total(_amounts(lasting, state)) for state in SavingState)
    return SavingsRegister(
        estimated,
        accepted,
        realised,
        _years(entries, chosen, current),
        _rows(lasting, domains(), lambda amount: amount.domain_id),
        _rows(lasting, readable_groups(viewer, at), lambda amount: amount.group_id),
        _rows(lasting, [*cities(), None], lambda amount: amount.city_id),
        decisions,
        _realised_by(decisions.items, chosen),
    )


def years_to_choose(at: datetime) -> list[int]:
    """The fiscal years from the first decision to the running one, the newest first."""
    current = fiscal_year(tokyo_date(at), the_council().fiscal_year_start_month)
    return list(range(current, min([*years_decided(), current]) - 1, -1))


def _lasts(entry: SavingEntry, year: int) -> bool:
    """Whether an entry counts today: what a later decision has replaced does not, unless it was realised."""
    until = entry.amount.until
    return entry.state is not SavingState.ACCEPTED or until is None or year < until


def _amounts(entries: Iterable[SavingEntry], state: SavingState) -> list[Amount]:
    return [entry.amount for entry in entries if entry.state is state]


def _years(entries: Sequence[SavingEntry], chosen: SavingFilter, current: int) -> tuple[YearRow, ...]:
    accepted = _amounts(entries, SavingState.ACCEPTED)
    realised = _amounts(entries, SavingState.REALISED)
    first = min((amount.since for amount in (*accepted, *realised)), default=current)
    last = max([current, *(amount.since for amount in (*accepted, *realised))])
    years = range(last, first - 1, -1) if chosen.year is None else [chosen.year]
    expected, done = sums_by_year(accepted, years), sums_by_year(realised, years)
    return tuple(YearRow(year, expected[year], done[year]) for year in years)


def _rows(
    entries: Sequence[SavingEntry], things: Iterable[Named], key: Callable[[Amount], int | None]
) -> tuple[SumRow, ...]:
    """One row for each thing that has any saving, in the order of the things."""
    sums = [sums_by(_amounts(entries, state), key) for state in SavingState]
    rows = []
    for thing in things:
        wanted = thing.id if thing is not None else None
        if any(wanted in each for each in sums):
            rows.append(SumRow(thing, *(each.get(wanted, 0) for each in sums)))
    return tuple(rows)


def _decisions(chosen: SavingFilter, viewer: User, at: datetime) -> Select[Decision]:
    """The decisions with an accepted or a realised saving, the largest first."""
    recorded = select(RealisedSaving.id).where(RealisedSaving.decision_id == Decision.id)
    lines = select(SavingLine.id).where(SavingLine.version_id == Decision.version_id)
    conditions: list[ColumnElement[bool]] = [group_readable_by(viewer, at), *filters(chosen)]
    if chosen.year is not None:
        _first, end = fiscal_year_span(chosen.year, the_council().fiscal_year_start_month)
        recorded = recorded.where(RealisedSaving.fiscal_year == chosen.year)
        conditions += [or_(Decision.effective_on < end, recorded.exists())]
    if chosen.city is not None:
        of_city = lines.where(SavingLine.city_id == chosen.city.id).exists()
        conditions += [or_(of_city, recorded.where(RealisedSaving.city_id == chosen.city.id).exists())]
    return (
        select(Decision)
        .join(Decision.group)
        .join(Domain, Domain.id == Decision.domain_id)
        .where(or_(Decision.yearly_saving_yen.is_not(None), recorded.exists()), *conditions)
        .options(
            joinedload(Decision.difference),
            joinedload(Decision.group),
            joinedload(Decision.superseded_by).load_only(Decision.effective_on),
            *(defer(column) for column in (Decision.body, Decision.signoffs, Decision.positions)),
        )
        .order_by(func.coalesce(Decision.yearly_saving_yen, 0).desc(), Decision.id)
    )


def _realised_by(decisions: Sequence[Decision], chosen: SavingFilter) -> dict[int, int]:
    wanted: list[ColumnElement[bool]] = [
        RealisedSaving.decision_id.in_([decision.id for decision in decisions])
    ]
    if chosen.year is not None:
        wanted.append(RealisedSaving.fiscal_year == chosen.year)
    if chosen.city is not None:
        wanted.append(RealisedSaving.city_id == chosen.city.id)
    statement = (
        select(RealisedSaving.decision_id, func.sum(RealisedSaving.yen))
        .where(and_(*wanted), RealisedSaving.id.in_(last_revisions()))
        .group_by(RealisedSaving.decision_id)
    )
    return {decision_id: int(yen) for decision_id, yen in db.session.execute(statement)}
