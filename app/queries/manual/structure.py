"""The order of a group's chapter: its own sections with their entries, and what stands in the default sections."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload

from app.domain.differences import DifferenceKind
from app.domain.hashing import canonical_json, digest
from app.extensions import db
from app.models import (
    Decision,
    Difference,
    EditionParagraph,
    Group,
    ManualPlacement,
    ManualSection,
    ManualText,
    User,
)
from app.policies.verdicts import NotFound
from app.queries.groups import all_groups, group_named, lock_group
from app.queries.manual.building import latest_decisions

Entry = ManualText | ManualPlacement


@dataclass(frozen=True)
class SectionLine:
    """An own section with its entries in order."""

    section: ManualSection
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class StructurePage:
    """A chapter as it is ordered: own sections first, then the decisions by kind; decisions by their difference."""

    group: Group
    sections: tuple[SectionLine, ...]
    unplaced: tuple[tuple[DifferenceKind, tuple[Decision, ...]], ...]
    decisions: dict[int, Decision]


@dataclass(frozen=True)
class StructureLine:
    """A group with how much stands in its chapter: own sections, texts, decisions in force."""

    group: Group
    sections: int
    texts: int
    decisions: int


def structure_page(code: str, viewer: User, at: datetime) -> StructurePage:
    """The chapter of a group, to be ordered; NotFound where the viewer may not know of the group."""
    group = group_named(code, viewer, at)
    decisions = {d.difference_id: d for d in latest_decisions(group.id)}
    sections = sections_of(group.id)
    entries = entries_of([section.id for section in sections])
    placed = {e.difference_id for line in entries.values() for e in line if isinstance(e, ManualPlacement)}
    left = [d for d in decisions.values() if d.difference_id not in placed]
    return StructurePage(
        group,
        tuple(SectionLine(section, tuple(entries[section.id])) for section in sections),
        tuple(_by_kind(left)),
        decisions,
    )


def structure_index() -> list[StructureLine]:
    """Every group in the order of the manual."""
    sections = _counted(select(ManualSection.group_id, func.count()).group_by(ManualSection.group_id))
    texts = _counted(
        select(ManualSection.group_id, func.count())
        .join(ManualText, ManualText.section_id == ManualSection.id)
        .group_by(ManualSection.group_id)
    )
    later = aliased(Decision)
    in_force = ~select(later.id).where(later.supersedes_id == Decision.id).exists()
    decisions = _counted(select(Decision.group_id, func.count()).where(in_force).group_by(Decision.group_id))
    return [
        StructureLine(group, sections.get(group.id, 0), texts.get(group.id, 0), decisions.get(group.id, 0))
        for group in all_groups()
    ]


def _counted(statement: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(statement)}


def sections_of(group_id: int) -> Sequence[ManualSection]:
    """A group's own sections in their order."""
    statement = select(ManualSection).where(ManualSection.group_id == group_id)
    return db.session.scalars(statement.order_by(ManualSection.position, ManualSection.id)).all()


def entries_of(section_ids: Iterable[int]) -> defaultdict[int, list[Entry]]:
    """The texts and placed decisions of sections, in their order."""
    ids = list(section_ids)
    texts = select(ManualText).where(ManualText.section_id.in_(ids)).options(joinedload(ManualText.decision))
    placements = (
        select(ManualPlacement)
        .where(ManualPlacement.section_id.in_(ids))
        .options(joinedload(ManualPlacement.difference))
    )
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in (*db.session.scalars(texts).unique(), *db.session.scalars(placements).unique()):
        found[entry.section_id].append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: entry.position)
    return found


def lock_section(section_id: int) -> ManualSection:
    """A section of a chapter nobody else writes at the moment; NotFound where it is gone."""
    found = db.session.get(ManualSection, section_id)
    if found is None:
        raise NotFound
    lock_group(found.group_id)
    section = db.session.get(ManualSection, section_id, populate_existing=True)
    if section is None:
        raise NotFound
    return section


def lock_text(text_id: int) -> ManualText:
    """A text of a chapter nobody else writes at the moment; NotFound where it is gone."""
    found = db.session.get(ManualText, text_id)
    if found is None:
        raise NotFound
    lock_section(found.section_id)
    text = db.session.get(ManualText, text_id, populate_existing=True)
    if text is None:
        raise NotFound
    return text


def text_seen(text_id: int) -> ManualText:
    """A text to read; NotFound where there is none."""
    text = db.session.get(ManualText, text_id)
    if text is None:
        raise NotFound
    return text


def state_of(text: ManualText) -> str:
    """What a form that changes a text was rendered from, so that two editors do not write over each other."""
    return digest(canonical_json([text.title, text.body, text.normative, text.decision_id]))


def section_seen(section_id: int) -> ManualSection:
    """A section to read; NotFound where there is none."""
    section = db.session.get(ManualSection, section_id)
    if section is None:
        raise NotFound
    return section


def placement_of(difference: Difference) -> ManualPlacement | None:
    """Where the decisions on a difference were placed; None for their default section."""
    return db.session.get(ManualPlacement, difference.id)


def anchors_used(group: Group) -> set[str]:
    """Every anchor of the chapter, written now or published ever: none is given twice (M3)."""
    used = [
        select(ManualSection.anchor).where(ManualSection.group_id == group.id),
        select(ManualText.anchor).join(ManualText.section).where(ManualSection.group_id == group.id),
        select(EditionParagraph.section_anchor).where(EditionParagraph.group_id == group.id),
        select(EditionParagraph.anchor).where(EditionParagraph.group_id == group.id),
    ]
    return {anchor for statement in used for anchor in db.session.scalars(statement.distinct())}


def _by_kind(decisions: Iterable[Decision]) -> Iterable[tuple[DifferenceKind, tuple[Decision, ...]]]:
    ordered = sorted(decisions, key=lambda decision: decision.difference.serial)
    for kind in DifferenceKind:
        of_kind = tuple(decision for decision in ordered if decision.difference.kind is kind)
        if of_kind:
            yield kind, of_kind
