"""One chapter for a joining city: its decisions by section, each with where it comes from and what it would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.effects import effect_of
from app.domain.joining import Progress
from app.domain.provenance import Provenance
from app.extensions import db
from app.models import City, Decision, Group, Joining, PositionTask, Practice, ProposalVersion, User
from app.policies.joining import may_answer_for, may_confirm_answers
from app.policies.verdicts import Verdict
from app.queries.groups import group_named
from app.queries.joining.one import joining_seen
from app.queries.joining.placing import Placed, placed_tasks, progress_of
from app.queries.manual.provenance import provenance_of
from app.queries.paging import Page, page_of_list
from app.queries.proposals.effects import CityEffect

SECTION_PAGE = 20


@dataclass(frozen=True)
class SectionProgress:
    """A section of the chapter, and how far the city is with it."""

    first: Placed
    progress: Progress

    @property
    def anchor(self) -> str:
        """Its address."""
        return self.first.section

    def name(self, locale: str) -> str:
        """What it is called."""
        return self.first.name(locale)


@dataclass(frozen=True)
class ToAnswer:
    """A decision before the joining city: where it comes from, and the city's own practice against it."""

    task: PositionTask
    decision: Decision
    source: Provenance | None
    effect: CityEffect


@dataclass(frozen=True)
class ChapterOfJoining:
    """A chapter at one of its sections; seen stands for the answers that a confirmation would confirm."""

    joining: Joining
    group: Group
    sections: tuple[SectionProgress, ...]
    section: SectionProgress | None
    lines: Page[ToAnswer]
    may_answer: Verdict
    may_confirm: Verdict
    seen: int

    @property
    def progress(self) -> Progress:
        """How far the city is with the chapter."""
        return sum((section.progress for section in self.sections), Progress())

    @property
    def following(self) -> SectionProgress | None:
        """The section after this one that still has an unanswered decision, or else any that has."""
        places = [section.anchor for section in self.sections]
        here = places.index(self.section.anchor) if self.section else 0
        others = [*self.sections[here + 1 :], *self.sections[:here]]
        return next((section for section in others if section.progress.unanswered), None)


def chapter_of_joining(
    code: str, group_code: str, viewer: User, at: datetime, *, section: str = "", page: int = 1
) -> ChapterOfJoining:
    """A chapter for a joining city; without a section, the first that still has an unanswered decision."""
    joining = joining_seen(code, viewer)
    group = group_named(group_code.upper(), viewer, at)
    placed = placed_tasks(joining.city_id, Group.id == group.id)
    by_section = {anchor: list(rows) for anchor, rows in groupby(placed, key=lambda each: each.section)}
    sections = tuple(SectionProgress(rows[0], progress_of(rows)) for rows in by_section.values())
    chosen = _chosen(sections, section)
    rows = page_of_list(by_section[chosen.anchor] if chosen else [], page, SECTION_PAGE)
    lines = lines_to_answer(joining.city, [row.task for row in rows.items])
    progress = sum((each.progress for each in sections), Progress())
    return ChapterOfJoining(
        joining,
        group,
        sections,
        chosen,
        Page(lines, rows.number, rows.size, rows.total),
        may_answer_for(viewer, joining.city, group, at),
        may_confirm_answers(viewer, group, joining, progress, at),
        sum(row.task.serial for row in placed if row.task.confirmed_at is None),
    )


def _chosen(sections: Sequence[SectionProgress], anchor: str) -> SectionProgress | None:
    named = (each for each in sections if each.anchor == anchor)
    waiting = (each for each in sections if each.progress.unanswered)
    return next(named, None) or next(waiting, None) or (sections[0] if sections else None)


def lines_to_answer(city: City, tasks: Sequence[PositionTask]) -> list[ToAnswer]:
    """Tasks with their decisions, in a bounded number of statements."""
    decisions = _decisions([task.decision_id for task in tasks])
    facts = provenance_of(list(decisions.values()))
    practices = _practices(city, [decision.difference_id for decision in decisions.values()])
    return [_line(city, task, decisions, facts, practices) for task in tasks]


def _line(
    city: City,
    task: PositionTask,
    decisions: dict[int, Decision],
    facts: dict[int, dict[str, object]],
    practices: dict[int, Practice],
) -> ToAnswer:
    decision = decisions[task.decision_id]
    practice = practices.get(decision.difference_id)
    current = practice.current if practice else None
    effect = effect_of(current.body if current else None, decision.body)
    return ToAnswer(
        task,
        decision,
        Provenance.from_facts(facts[decision.id]),
        CityEffect(city, current, effect, True),
    )


def _decisions(ids: Sequence[int]) -> dict[int, Decision]:
    statement = (
        select(Decision)
        .where(Decision.id.in_(ids))
        .options(
            joinedload(Decision.group),
            joinedload(Decision.difference),
            joinedload(Decision.round),
            joinedload(Decision.supersedes),
            joinedload(Decision.version).joinedload(ProposalVersion.proposal),
        )
    )
    return {decision.id: decision for decision in db.session.scalars(statement).unique()}


def _practices(city: City, difference_ids: Sequence[int]) -> dict[int, Practice]:
    statement = (
        select(Practice)
        .where(Practice.city_id == city.id, Practice.difference_id.in_(difference_ids))
        .options(joinedload(Practice.current))
    )
    return {practice.difference_id: practice for practice in db.session.scalars(statement).unique()}
