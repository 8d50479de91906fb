"""Every saving that a viewer may read, narrowed by the register's filters: estimated, accepted, realised (D11)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from app.domain.calendar import tokyo_date
from app.domain.fiscal import fiscal_year
from app.domain.savings import Amount, SavingState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import (
    City,
    Decision,
    Difference,
    Domain,
    Group,
    Proposal,
    ProposalVersion,
    RealisedSaving,
    SavingLine,
    User,
)
from app.queries.council import the_council
from app.queries.differences.access import group_readable_by

UNDECIDED = (Stage.DISCUSSING, Stage.VOTING, Stage.ESCALATED)


@dataclass(frozen=True)
class SavingFilter:
    """What the register is narrowed to; what is empty narrows nothing."""

    year: int | None = None
    group: str = ""
    domain: str = ""
    city: City | None = None


@dataclass(frozen=True)
class SavingEntry:
    """One saving of one city, or of all together, on a proposal or by a decision."""

    state: SavingState
    amount: Amount
    number: str
    title: str


def saving_entries(chosen: SavingFilter, viewer: User, at: datetime) -> list[SavingEntry]:
    """The savings in three bounded queries; a year narrows to what counts in it."""
    start = the_council().fiscal_year_start_month
    today = tokyo_date(at)

    def year_of(day: date | None) -> int:
        return fiscal_year(day or today, start)

    found = [
        *(
            _entry(SavingState.ESTIMATED, row, year_of(row.since))
            for row in _rows(_estimated(), chosen, viewer, at)
        ),
        *(
            _entry(SavingState.ACCEPTED, row, year_of(row.since), year_of(row.until) if row.until else None)
            for row in _rows(_accepted(), chosen, viewer, at)
        ),
        *(
            _entry(SavingState.REALISED, row, row.since, row.since + 1)
            for row in _rows(_realised(), chosen, viewer, at)
        ),
    ]
    return [entry for entry in found if chosen.year is None or entry.amount.counts_in(chosen.year)]


def last_revisions() -> Select[int]:
    """The revisions of realised savings that count: none with a higher number stands beside them."""
    later = aliased(RealisedSaving)
    replaced = (
        select(later.id)
        .where(
            later.decision_id == RealisedSaving.decision_id,
            later.city_id == RealisedSaving.city_id,
            later.fiscal_year == RealisedSaving.fiscal_year,
            later.revision > RealisedSaving.revision,
        )
        .exists()
    )
    return select(RealisedSaving.id).where(~replaced)


def filters(chosen: SavingFilter) -> list[ColumnElement[bool]]:
    """The conditions on Group and Domain."""
    conditions: list[ColumnElement[bool]] = []
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.domain:
        conditions.append(Domain.code == chosen.domain)
    return conditions


def _entry(state: SavingState, row: Any, since: int, until: int | None = None) -> SavingEntry:
    amount = Amount(int(row.yen), since, until, row.city_id, row.group_id, row.domain_id)
    return SavingEntry(state, amount, row.number, row.title)


def _rows(statement: Select[*tuple[Any, ...]], chosen: SavingFilter, viewer: User, at: datetime) -> list[Any]:
    statement = statement.join(Domain, Domain.id == Group.domain_id)
    conditions = [group_readable_by(viewer, at), *filters(chosen)]
    rows = db.session.execute(statement.where(*conditions).order_by(Domain.position, Group.position))
    return [row for row in rows if chosen.city is None or row.city_id == chosen.city.id]


def _estimated() -> Select[*tuple[Any, ...]]:
    """What is on the table and not decided yet."""
    version = ProposalVersion
    return (
        select(
            Group.id.label("group_id"),
            Group.domain_id,
            SavingLine.city_id,
            version.effective_on.label("since"),
            Difference.number,
            version.title,
            func.coalesce(func.sum(SavingLine.yen), version.yearly_saving_yen).label("yen"),
        )
        .select_from(Proposal)
        .join(version, (version.proposal_id == Proposal.id) & (version.number == Proposal.last_version))
        .join(Difference, Difference.id == Proposal.difference_id)
        .join(Group, Group.id == Difference.group_id)
        .outerjoin(SavingLine, SavingLine.version_id == version.id)
        .where(Proposal.on_table, Difference.stage.in_(UNDECIDED), version.yearly_saving_yen.is_not(None))
        .group_by(Group.id, Domain.position, Difference.id, version.id, SavingLine.city_id)
    )


def _accepted() -> Select[*tuple[Any, ...]]:
    """What was accepted with a decision, until a later decision takes its place (D3)."""
    later = aliased(Decision)
    return (
        select(
            Decision.group_id,
            Decision.domain_id,
            SavingLine.city_id,
            Decision.effective_on.label("since"),
            later.effective_on.label("until"),
            Decision.number,
            Decision.title,
            func.coalesce(func.sum(SavingLine.yen), Decision.yearly_saving_yen).label("yen"),
        )
        .select_from(Decision)
        .join(Group, Group.id == Decision.group_id)
        .outerjoin(SavingLine, SavingLine.version_id == Decision.version_id)
        .outerjoin(later, later.supersedes_id == Decision.id)
        .where(Decision.yearly_saving_yen.is_not(None))
        .group_by(Group.id, Domain.position, Decision.id, later.id, SavingLine.city_id)
    )


def _realised() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Decision.group_id,
            Decision.domain_id,
            RealisedSaving.city_id,
            RealisedSaving.fiscal_year.label("since"),
            Decision.number,
            Decision.title,
            RealisedSaving.yen,
        )
        .select_from(RealisedSaving)
        .join(Decision, Decision.id == RealisedSaving.decision_id)
        .join(Group, Group.id == Decision.group_id)
        .where(RealisedSaving.id.in_(last_revisions()))
    )
