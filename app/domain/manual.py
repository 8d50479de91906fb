"""The shared manual: paragraphs and their anchors, what an edition's hash covers, what changed between two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.differences import DifferenceKind
from app.domain.hashing import canonical_json, digest

FORM = "manual-edition-1"
"""Names the canonical form inside the hashed bytes. Any change to the form needs a new name here."""

INTRODUCTION = "-introduction"
"""Ends the anchors of introductions, and no other."""


class FaultKind(StrEnum):
    """Why a normative text cannot be published (M2)."""

    NO_DECISION = "no_decision"
    NOT_IN_FORCE = "not_in_force"
    DECISION_WAITS = "decision_waits"


class Known(StrEnum):
    """How a chapter stands to what a person read of it last."""

    UNREAD = "unread"
    CHANGED = "changed"
    READ = "read"


class ManualAct(StrEnum):
    """What the secretariat can do to the order and the texts between the decisions."""

    SECTION_ADDED = "section_added"
    SECTION_RENAMED = "section_renamed"
    SECTION_MOVED = "section_moved"
    SECTION_REMOVED = "section_removed"
    TEXT_ADDED = "text_added"
    TEXT_CHANGED = "text_changed"
    TEXT_REMOVED = "text_removed"
    DECISION_PLACED = "decision_placed"
    ENTRY_MOVED = "entry_moved"


class DomainAct(StrEnum):
    """What the secretariat can do to a domain: a part of the manual."""

    RENAMED = "renamed"
    MOVED = "moved"
    REMOVED = "removed"
    CHAPTER_MOVED = "chapter_moved"
    INTRODUCTION_WRITTEN = "introduction_written"
    INTRODUCTION_REMOVED = "introduction_removed"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the manual as an edition keeps it; provenance holds facts as JSON values, never sentences (M3).

    group is the code of its chapter; of the introduction of a domain it is the domain's.
    """

    group: str
    section: str
    section_title: str
    anchor: str
    title: str
    body: str
    normative: bool
    decision_id: int | None = None
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def introduces_domain(self) -> bool:
        """Whether it stands before the chapters of a domain instead of in one."""
        return self.anchor == introduction_anchor(self.group)

    @property
    def scope(self) -> str:
        """For whom or what the paragraph holds, where its decision says so."""
        return str(self.provenance.get("scope", ""))

    @property
    def exceptions(self) -> str:
        """The exceptions and transition that were decided with it."""
        return str(self.provenance.get("exceptions", ""))

    @property
    def text(self) -> tuple[str, ...]:
        """What a reader goes by: two paragraphs with the same text say the same."""
        return self.title, self.body, self.scope, self.exceptions


@dataclass(frozen=True)
class Changed:
    """A paragraph of one anchor in two editions."""

    before: Paragraph
    after: Paragraph

    @property
    def text(self) -> bool:
        """Whether its words differ."""
        return self.before.text != self.after.text

    @property
    def decision(self) -> bool:
        """Whether it rests on another decision."""
        return self.before.decision_id != self.after.decision_id

    @property
    def place(self) -> bool:
        """Whether it stands in another section."""
        return self.before.section != self.after.section


@dataclass(frozen=True)
class Changes:
    """What an edition brings against an earlier one, in the order of its paragraphs (M4)."""

    added: tuple[Paragraph, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[Paragraph, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def groups(self) -> frozenset[str]:
        """The codes of the groups whose chapters changed."""
        now = (*self.added, *self.removed, *(change.after for change in self.changed))
        return frozenset(paragraph.group for paragraph in now if not paragraph.introduces_domain)

    @property
    def anchors(self) -> frozenset[str]:
        """Where something was added or changed."""
        return frozenset(p.anchor for p in (*self.added, *(change.after for change in self.changed)))


def changes_between(before: Iterable[Paragraph], after: Iterable[Paragraph]) -> Changes:
    """Added, changed and removed paragraphs, told apart by their anchors (M4); the order alone changes nothing."""
    old = {paragraph.anchor: paragraph for paragraph in before}
    new = {paragraph.anchor: paragraph for paragraph in after}
    pairs = (Changed(old[anchor], new[anchor]) for anchor in new if anchor in old)
    return Changes(
        added=tuple(paragraph for anchor, paragraph in new.items() if anchor not in old),
        changed=tuple(pair for pair in pairs if pair.text or pair.decision or pair.place),
        removed=tuple(paragraph for anchor, paragraph in old.items() if anchor not in new),
    )


def content_hash(frame: Mapping[str, Any], paragraphs: Iterable[Paragraph]) -> str:
    """The hash of all that an edition says: the names it was published under and every paragraph in order (M1)."""
    lines = [
        {
            "group": p.group, "section": p.section, "section_title": p.section_title, "anchor": p.anchor,
            "title": p.title, "body": p.body, "normative": p.normative, "decision_id": p.decision_id,
            "provenance": p.provenance,
        }
        for p in paragraphs
    ]  # fmt: skip
    return digest(canonical_json({"form": FORM, "frame": frame, "paragraphs": lines}))


def chapter_hash(paragraphs: Iterable[Paragraph]) -> str:
    """The hash of what a reader of a chapter goes by; equal exactly where changes_between finds no change."""
    lines = sorted([p.anchor, p.section, *p.text, p.decision_id or 0] for p in paragraphs)
    return digest(canonical_json(lines))


def introductions(frame: Mapping[str, Any]) -> dict[str, Paragraph]:
    """The introductions of an edition's domains by the domain's code: they explain and bind nobody (M2).

    The frame names them only where there is one, so an edition without any says what it always said (M1).
    """
    names = {chapter["domain"]["code"]: chapter["domain"]["ja"] for chapter in frame["chapters"]}
    return {
        each["code"]: Paragraph(
            group=each["code"], section=each["anchor"], section_title=names[each["code"]], anchor=each["anchor"],
            title="", body=each["body"], normative=False,
        )
        for each in frame.get("introductions", ())
    }  # fmt: skip


def with_introductions(frame: Mapping[str, Any], paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Paragraphs of an edition, each domain's introduction before the first of them that belongs to the domain."""
    waiting = introductions(frame)
    domains = {chapter["code"]: chapter["domain"]["code"] for chapter in frame["chapters"]} if waiting else {}
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        introduction = waiting.pop(domains.get(paragraph.group, ""), None)
        found += [introduction, paragraph] if introduction else [paragraph]
    return found


def introduction_anchor(domain: str) -> str:
    """The anchor of the introduction of a domain: edu-introduction, in every edition (M3)."""
    return f"{domain.lower()}{INTRODUCTION}"


def decision_anchor(difference: str) -> str:
    """The anchor of whatever is decided on a difference: edu-02-001, in every edition (M3)."""
    return difference.lower()


def default_section(group: str, kind: DifferenceKind) -> str:
    """The anchor of the section in which a decision stands unless it was placed elsewhere: edu-02-operation."""
    return f"{group.lower()}-{kind.value}"


def kind_of_section(group: str, section: str) -> DifferenceKind | None:
    """The kind whose default section this is; None for a section somebody made."""
    return next((kind for kind in DifferenceKind if default_section(group, kind) == section), None)


def fresh_anchor(group: str, letter: str, taken: Iterable[str]) -> str:
    """The next anchor of a group, such as edu-02-s3 for sections: one past the highest ever used."""
    stem = f"{group.lower()}-{letter}"
    used = (anchor.removeprefix(stem) for anchor in taken if anchor.startswith(stem))
    return f"{stem}{max((int(number) for number in used if number.isdecimal()), default=0) + 1}"
