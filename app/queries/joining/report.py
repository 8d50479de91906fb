"""What fits and what does not (適合・不適合): every answer of a joining city by chapter and section of the manual."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.effects import EffectKind, effect_of
from app.domain.joining import Answer
from app.extensions import db
from app.models import City, Decision, Group, Joining, PositionTask, Practice, User
from app.queries.joining.one import joining_seen
from app.queries.joining.placing import Placed, placed_tasks
from app.queries.paging import Page, page_of_list

PAGE = 50


@dataclass(frozen=True)
class ReportLine:
    """A decision with the city's answer, and how far it is from what the city does today."""

    placed: Placed
    decision: Decision
    effect: EffectKind

    @property
    def task(self) -> PositionTask:
        """What the city says."""
        return self.placed.task


@dataclass(frozen=True)
class SectionReport:
    """A section of a chapter with its lines."""

    first: Placed
    lines: tuple[ReportLine, ...]

    def name(self, locale: str) -> str:
        """What the section is called."""
        return self.first.name(locale)


@dataclass(frozen=True)
class ChapterReport:
    """A chapter with its sections."""

    group: Group
    sections: tuple[SectionReport, ...]


@dataclass(frozen=True)
class SectionCount:
    """How often each answer was given in a section; None counts what has no answer yet."""

    group: Group
    section: Placed
    counts: Counter[Answer | None]


@dataclass(frozen=True)
class ReportPage:
    """The report as it is shown: every section with its counts, and a page of the decisions, of one answer if asked."""

    joining: Joining
    sections: tuple[SectionCount, ...]
    counts: Counter[Answer | None]
    lines: Page[ReportLine]
    answer: Answer | None


@dataclass(frozen=True)
class WholeReport:
    """The report with every decision, for a file; at is its last act."""

    joining: Joining
    chapters: tuple[ChapterReport, ...]
    counts: Counter[Answer | None]
    at: datetime | None


def report_page(code: str, viewer: User, *, answer: Answer | None, page: int) -> ReportPage:
    """The report of a city, for whoever may see its joining."""
    joining = joining_seen(code, viewer)
    placed = placed_tasks(joining.city_id)
    groups = _groups(placed)
    chosen = [each for each in placed if answer is None or each.task.answer is answer]
    rows = page_of_list(chosen, page, PAGE)
    return ReportPage(
        joining,
        tuple(
            SectionCount(groups[found[0].group_id], found[0], _counts(found)) for found in _by_section(placed)
        ),
        _counts(placed),
        Page(_lines(joining.city, rows.items), rows.number, rows.size, rows.total),
        answer,
    )


def whole_report(code: str, viewer: User) -> WholeReport:
    """The report of a city with everything it said."""
    joining = joining_seen(code, viewer)
    placed = placed_tasks(joining.city_id)
    groups = _groups(placed)
    lines = {line.task.id: line for line in _lines(joining.city, placed)}
    sections = [
        SectionReport(found[0], tuple(lines[each.task.id] for each in found)) for found in _by_section(placed)
    ]
    chapters = tuple(
        ChapterReport(groups[group_id], tuple(of_group))
        for group_id, of_group in groupby(sections, key=lambda section: section.first.group_id)
    )
    return WholeReport(joining, chapters, _counts(placed), _last_act(joining, placed))


def _last_act(joining: Joining, placed: Iterable[Placed]) -> datetime | None:
    acts = [joining.began_at]
    acts += [at for each in placed for at in (each.task.answered_at, each.task.confirmed_at)]
    return max((at for at in acts if at is not None), default=None)


def _by_section(placed: Iterable[Placed]) -> list[list[Placed]]:
    return [list(found) for _section, found in groupby(placed, key=lambda each: each.section)]


def _counts(placed: Iterable[Placed]) -> Counter[Answer | None]:
    return Counter(each.task.answer for each in placed)


def _groups(placed: Iterable[Placed]) -> dict[int, Group]:
    statement = select(Group).where(Group.id.in_({each.group_id for each in placed}))
    return {group.id: group for group in db.session.scalars(statement).unique()}


def _lines(city: City, placed: Sequence[Placed]) -> list[ReportLine]:
    decisions = _decisions([each.task.decision_id for each in placed])
    practices = _practices(city, [decision.difference_id for decision in decisions.values()])
    return [_line(each, decisions[each.task.decision_id], practices) for each in placed]


def _line(placed: Placed, decision: Decision, practices: dict[int, str]) -> ReportLine:
    effect = effect_of(practices.get(decision.difference_id), decision.body)
    return ReportLine(placed, decision, effect.kind)


def _decisions(ids: Sequence[int]) -> dict[int, Decision]:
    statement = (
        select(Decision)
        .where(Decision.id.in_(ids))
        .options(joinedload(Decision.difference), joinedload(Decision.group))
    )
    return {decision.id: decision for decision in db.session.scalars(statement).unique()}


def _practices(city: City, difference_ids: Sequence[int]) -> dict[int, str]:
    statement = (
        select(Practice)
        .where(Practice.city_id == city.id, Practice.difference_id.in_(difference_ids))
        .options(joinedload(Practice.current))
    )
    return {p.difference_id: p.current.body for p in db.session.scalars(statement).unique()}
