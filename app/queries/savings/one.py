"""The savings of one decision: what was accepted, line by line, and what each city realised, with its history."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.calendar import tokyo_date
from app.domain.fiscal import fiscal_year
from app.extensions import db
from app.models import Decision, RealisedSaving, SavingLine, User
from app.policies.savings import may_record_saving
from app.policies.verdicts import Verdict
from app.queries.council import the_council
from app.queries.decisions.page import decision_seen


@dataclass(frozen=True)
class CityYear:
    """What one city realised in one fiscal year; earlier revisions, newest first."""

    last: RealisedSaving
    earlier: tuple[RealisedSaving, ...]


@dataclass(frozen=True)
class SavingsPage:
    """The savings of a decision; years are those that can be recorded now, the newest first."""

    decision: Decision
    lines: Sequence[SavingLine]
    realised: tuple[CityYear, ...]
    years: tuple[int, ...]
    own: Mapping[int, RealisedSaving]
    may_record: Verdict

    @property
    def total(self) -> int:
        """What all cities realised so far."""
        return sum(line.last.yen for line in self.realised)

    @property
    def by_year(self) -> Mapping[int, int]:
        """What all cities realised, by fiscal year, the newest first."""
        sums: dict[int, int] = {}
        for line in self.realised:
            sums[line.last.fiscal_year] = sums.get(line.last.fiscal_year, 0) + line.last.yen
        return sums


def savings_page(decision_id: int, viewer: User, at: datetime) -> SavingsPage:
    """What the page of a decision's savings shows; NotFound where the viewer may not know of it."""
    return savings_of(decision_seen(decision_id, viewer), viewer, at)


def savings_of(decision: Decision, viewer: User, at: datetime) -> SavingsPage:
    """The savings of a decision that the viewer reads."""
    realised = _realised(decision)
    current = fiscal_year(tokyo_date(at), the_council().fiscal_year_start_month)
    return SavingsPage(
        decision,
        lines_of(decision.version_id),
        realised,
        tuple(range(current, decision.fiscal_year - 1, -1)),
        {line.last.fiscal_year: line.last for line in realised if line.last.city_id == viewer.city_id},
        may_record_saving(viewer, decision, at),
    )


def lines_of(version_id: int) -> Sequence[SavingLine]:
    """The lines of a version's estimate in their order, each with its city."""
    statement = select(SavingLine).where(SavingLine.version_id == version_id).order_by(SavingLine.position)
    return db.session.scalars(statement.options(joinedload(SavingLine.city))).all()


def last_realised(decision_id: int, city_id: int | None, year: int) -> RealisedSaving | None:
    """The revision that counts."""
    statement = (
        select(RealisedSaving)
        .where(
            RealisedSaving.decision_id == decision_id,
            RealisedSaving.city_id == city_id,
            RealisedSaving.fiscal_year == year,
        )
        .order_by(RealisedSaving.revision.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def _realised(decision: Decision) -> tuple[CityYear, ...]:
    """The newest fiscal year first, then cities by code."""
    statement = select(RealisedSaving).where(RealisedSaving.decision_id == decision.id)
    revisions: defaultdict[tuple[int, int], list[RealisedSaving]] = defaultdict(list)
    for row in db.session.scalars(statement.order_by(RealisedSaving.revision.desc())).unique():
        revisions[row.fiscal_year, row.city_id].append(row)
    lines = [CityYear(rows[0], tuple(rows[1:])) for rows in revisions.values()]
    return tuple(sorted(lines, key=lambda line: (-line.last.fiscal_year, line.last.city.code)))
