"""The coming edition: which decisions stand in it in which order, which wait and why, what is wrong (M1, M2, B22)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from app.domain.differences import DifferenceKind
from app.domain.manual import (
    FaultKind,
    Paragraph,
    content_hash,
    decision_anchor,
    default_section,
    introduction_anchor,
    with_introductions,
)
from app.extensions import db
from app.i18n import locale_scope
from app.models import (
    City,
    Decision,
    Domain,
    DomainIntroduction,
    EditionParagraph,
    Group,
    ManualPlacement,
    ManualSection,
    ManualText,
    ProposalVersion,
)
from app.queries.ballots import undisposed_comments
from app.queries.council import the_council
from app.queries.manual.editions import latest_edition_id
from app.queries.manual.provenance import Facts, provenance_of
from app.wording import label


@dataclass(frozen=True)
class Fault:
    """A normative text that rests on nothing the edition holds."""

    text: ManualText
    kind: FaultKind

    @property
    def name(self) -> str:
        """By which name the build fails."""
        return f"{self.text.section.group.code} {self.text.title or self.text.anchor}"


@dataclass(frozen=True)
class Waiting:
    """A decision that cannot be published yet, the cities whose comments are open, and what stands meanwhile (B22)."""

    decision: Decision
    cities: tuple[City, ...]
    meanwhile: Decision | None


@dataclass(frozen=True)
class Build:
    """What an edition cut now would hold. decisions are those it brings, in no particular order."""

    frame: dict[str, Any]
    paragraphs: tuple[Paragraph, ...]
    decisions: tuple[Decision, ...]
    waiting: tuple[Waiting, ...]
    faults: tuple[Fault, ...]

    @property
    def content_hash(self) -> str:
        """The hash the edition would have."""
        return content_hash(self.frame, self.paragraphs)

    @property
    def texts(self) -> list[Paragraph]:
        """Everything it says: the paragraphs, and the introductions of domains before them."""
        return with_introductions(self.frame, self.paragraphs)


def coming_build(only: Collection[int] | None = None) -> Build:
    """The manual as it would be published now; only limits it to the decisions on differences of these ids."""
    in_force = [d for d in latest_decisions() if only is None or d.difference_id in only]
    waiting = _waiting(in_force)
    held_back = {w.decision.id for w in waiting}
    standing = [d for d in in_force if d.id not in held_back] + [w.meanwhile for w in waiting if w.meanwhile]
    texts = _texts()
    chapters = _Chapters(standing, texts)
    groups = list(chapters.groups())
    return Build(
        frame=_frame(groups),
        paragraphs=tuple(paragraph for group in groups for paragraph in chapters.of(group)),
        decisions=tuple(standing),
        waiting=tuple(waiting),
        faults=tuple(_faults(texts, {d.id for d in standing}, held_back)),
    )


def latest_decisions(group_id: int | None = None) -> list[Decision]:
    """The decisions that no later one supersedes (D3), of one group if given; reopening takes none of them away."""
    later = aliased(Decision)
    statement = (
        select(Decision)
        .where(~select(later.id).where(later.supersedes_id == Decision.id).exists())
        .options(*_with_everything())
        .order_by(Decision.id)
    )
    if group_id is not None:
        statement = statement.where(Decision.group_id == group_id)
    return list(db.session.scalars(statement).unique())


def _waiting(in_force: Sequence[Decision]) -> list[Waiting]:
    """The decisions with open comments. What the last edition says of their matter stands until they can follow."""
    comments = undisposed_comments({d.round_id for d in in_force if d.round_id})
    held_back = [d for d in in_force if d.round_id in comments]
    if not held_back:
        return []
    published = (
        select(Decision)
        .join(EditionParagraph, EditionParagraph.decision_id == Decision.id)
        .where(EditionParagraph.edition_id == latest_edition_id().scalar_subquery())
        .where(Decision.difference_id.in_([d.difference_id for d in held_back]))
        .options(*_with_everything())
    )
    meanwhile = {d.difference_id: d for d in db.session.scalars(published).unique()}
    return [Waiting(d, tuple(comments[d.round_id or 0]), meanwhile.get(d.difference_id)) for d in held_back]


def _faults(texts: Iterable[ManualText], standing: set[int], held_back: set[int]) -> Iterator[Fault]:
    for text in texts:
        if not text.normative or text.decision_id in standing:
            continue
        if text.decision_id is None:
            yield Fault(text, FaultKind.NO_DECISION)
        elif text.decision_id in held_back:
            yield Fault(text, FaultKind.DECISION_WAITS)
        else:
            yield Fault(text, FaultKind.NOT_IN_FORCE)


class _Chapters:
    """The paragraphs of each group in their order: own sections first, then one section a kind of difference."""

    def __init__(self, decisions: Sequence[Decision], texts: Sequence[ManualText]) -> None:
        self.facts = provenance_of(decisions)
        placed = _placements()
        self.entries: dict[int, list[tuple[ManualSection, int, Decision | ManualText]]] = defaultdict(list)
        self.unplaced: dict[int, list[Decision]] = defaultdict(list)
        self._groups: dict[int, Group] = {}
        for text in texts:
            self._groups[text.section.group_id] = text.section.group
            self.entries[text.section.group_id].append((text.section, text.position, text))
        for decision in decisions:
            self._groups[decision.group_id] = decision.group
            place = placed.get(decision.difference_id)
            if place is None:
                self.unplaced[decision.group_id].append(decision)
            else:
                self.entries[decision.group_id].append((place.section, place.position, decision))

    def groups(self) -> Iterable[Group]:
        """The groups with a chapter, in the order of the manual."""
        return sorted(self._groups.values(), key=lambda g: (g.domain.position, g.position, g.id))

    def of(self, group: Group) -> Iterator[Paragraph]:
        """The paragraphs of one chapter."""
        own = sorted(self.entries[group.id], key=lambda e: (e[0].position, e[0].id, e[1], e[2].id))
        for section, _position, entry in own:
            if isinstance(entry, Decision):
                yield self._decided(group, entry, section.anchor, section.title)
            else:
                yield self._written(group, entry)
        with locale_scope("ja"):
            titles = {kind: label(kind) for kind in DifferenceKind}
        order = list(DifferenceKind)
        rest = self.unplaced[group.id]
        for decision in sorted(rest, key=lambda d: (order.index(d.difference.kind), d.difference.serial)):
            kind = decision.difference.kind
            yield self._decided(group, decision, default_section(group.code, kind), titles[kind])

    def _decided(self, group: Group, decision: Decision, section: str, title: str) -> Paragraph:
        return Paragraph(
            group=group.code,
            section=section,
            section_title=title,
            anchor=decision_anchor(decision.difference.number),
            title=decision.title,
            body=decision.body,
            normative=True,
            decision_id=decision.id,
            provenance=self.facts[decision.id],
        )

    def _written(self, group: Group, text: ManualText) -> Paragraph:
        facts: Facts = self.facts.get(text.decision_id or 0, {}) if text.normative else {}
        return Paragraph(
            group=group.code,
            section=text.section.anchor,
            section_title=text.section.title,
            anchor=text.anchor,
            title=text.title,
            body=text.body,
            normative=text.normative,
            decision_id=text.decision_id if text.normative else None,
            provenance=facts,
        )


def _frame(groups: Sequence[Group]) -> dict[str, Any]:
    """The names in the order of the chapters; the introductions of their domains only where there is one (M1)."""
    council = the_council()
    introductions = _introductions(list(dict.fromkeys(group.domain for group in groups)))
    return {
        "council": {"ja": council.name_ja, "en": council.name_en},
        "chapters": [
            {"code": group.code, "ja": group.name_ja, "en": group.name_en, "domain": _domain(group.domain)}
            for group in groups
        ],
    } | ({"introductions": introductions} if introductions else {})


def _introductions(domains: Sequence[Domain]) -> list[dict[str, str]]:
    written = {row.domain_id: row.body for row in db.session.scalars(select(DomainIntroduction))}
    return [
        {"code": domain.code, "anchor": introduction_anchor(domain.code), "body": written[domain.id]}
        for domain in domains
        if domain.id in written
    ]


def _domain(domain: Domain) -> dict[str, str]:
    return {"code": domain.code, "ja": domain.name_ja, "en": domain.name_en}


def _with_everything() -> tuple[Any, ...]:
    return (
        joinedload(Decision.group),
        joinedload(Decision.difference),
        joinedload(Decision.round),
        joinedload(Decision.supersedes),
        joinedload(Decision.version).joinedload(ProposalVersion.proposal),
    )


def _texts() -> list[ManualText]:
    statement = select(ManualText).options(joinedload(ManualText.section).joinedload(ManualSection.group))
    return list(db.session.scalars(statement).unique())


def _placements() -> dict[int, ManualPlacement]:
    statement = select(ManualPlacement).options(joinedload(ManualPlacement.section))
    return {placement.difference_id: placement for placement in db.session.scalars(statement)}
