"""Two editions compared, and the coming one against the last: what is added, changed and removed (M4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.comparison import compare
from app.domain.diffs import diff_text
from app.domain.manual import Changed, Changes, Paragraph, changes_between, with_introductions
from app.domain.provenance import Named, Provenance
from app.domain.texts import TextPart
from app.extensions import db
from app.models import Edition, Group, User
from app.queries.groups import readable_group_ids
from app.queries.manual.building import Build, Fault, Waiting, coming_build
from app.queries.manual.editions import edition_numbered, latest_edition
from app.queries.manual.stored import paragraphs_of
from app.queries.paging import Page, page_of_list
from app.queries.proposals.comparisons import CONTEXT, PartCompared
from app.wording.dates import date_words

PAGE = 20


@dataclass(frozen=True)
class ParagraphCompared:
    """A changed paragraph with the parts of its text that differ, and the decisions it rested and rests on."""

    change: Changed
    parts: tuple[PartCompared, ...]
    before: Provenance | None
    after: Provenance | None


@dataclass(frozen=True)
class Compared:
    """What one manual brings against another, as far as the viewer may read; groups and domains are named by code."""

    added: tuple[Paragraph, ...]
    changed: Page[ParagraphCompared]
    removed: tuple[Paragraph, ...]
    groups: dict[str, Named]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.changed.total or self.removed)


@dataclass(frozen=True)
class ComparePage:
    """Two editions to compare; old is None for the time before the first. All are there to choose from."""

    old: Edition | None
    new: Edition
    editions: Sequence[Edition]
    group: str
    compared: Compared


@dataclass(frozen=True)
class ComingPage:
    """What an edition cut now would bring, what waits for it and why, and what is wrong, by name (M2, B22)."""

    last: Edition | None
    build: Build
    compared: Compared
    waiting: tuple[Waiting, ...]
    faults: tuple[Fault, ...]

    @property
    def anything_new(self) -> bool:
        """Whether the last edition says something else."""
        return self.last is None or self.last.content_hash != self.build.content_hash


def compare_page(
    old: int | None, new: int | None, viewer: User, at: datetime, page: int | None, group: str = ""
) -> ComparePage | None:
    """Two editions by their numbers, the last two unless said otherwise; None before the first edition.

    The number 0 is the empty manual before the first edition; page None shows every change at once; group narrows it
    to one chapter. NotFound where there is no such edition.
    """
    editions = db.session.scalars(select(Edition).order_by(Edition.number.desc())).all()
    if not editions:
        return None
    newer = editions[0] if new is None else edition_numbered(new)
    number = newer.number - 1 if old is None else old
    older = edition_numbered(number) if number else None
    codes = _readable(viewer, at)
    sides = (_stored(older, codes), _stored(newer, codes))
    changes = changes_between(*([p for p in side if group in ("", p.group)] for side in sides))
    frames = (older.frame if older else {}, newer.frame)
    return ComparePage(older, newer, editions, group, _compared(changes, page, frames))


def coming_page(viewer: User, at: datetime, page: int) -> ComingPage:
    """The manual as it would be published now against the last edition."""
    last, build = latest_edition(), coming_build()
    codes = _readable(viewer, at)
    changes = changes_between(_stored(last, codes), _texts(build.frame, build.paragraphs, codes))
    readable = readable_group_ids(viewer, at)
    frames = (last.frame if last else {}, build.frame)
    return ComingPage(
        last,
        build,
        _compared(changes, page, frames),
        tuple(w for w in build.waiting if readable is None or w.decision.group_id in readable),
        tuple(f for f in build.faults if readable is None or f.text.section.group_id in readable),
    )


def _compared(changes: Changes, page: int | None, frames: Sequence[Mapping[str, Any]]) -> Compared:
    size = PAGE if page is not None else max(1, len(changes.changed))
    shown = page_of_list(changes.changed, page or 1, size)
    return Compared(
        changes.added,
        Page([_paragraph(change) for change in shown.items], shown.number, shown.size, shown.total),
        changes.removed,
        _domains(frames) | _names(changes.groups),
    )


def _paragraph(change: Changed) -> ParagraphCompared:
    before = Provenance.from_facts(change.before.provenance)
    after = Provenance.from_facts(change.after.provenance)
    old, new = _parts(change.before, before), _parts(change.after, after)
    parts = (
        PartCompared(
            part, tuple(compare(old[part], new[part], CONTEXT)), tuple(diff_text(old[part], new[part]))
        )
        for part in old
        if old[part] != new[part]
    )
    return ParagraphCompared(change, tuple(parts), before, after)


def _parts(paragraph: Paragraph, source: Provenance | None) -> dict[TextPart, str]:
    return {
        TextPart.TITLE: paragraph.title,
        TextPart.BODY: paragraph.body,
        TextPart.SCOPE: paragraph.scope,
        TextPart.EXCEPTIONS: paragraph.exceptions,
        TextPart.EFFECTIVE_ON: date_words(source.effective_on) if source else "",
    }


def _readable(viewer: User, at: datetime) -> set[str] | None:
    """The codes of the chapters that the viewer may read; None for all of them."""
    ids = readable_group_ids(viewer, at)
    return None if ids is None else set(db.session.scalars(select(Group.code).where(Group.id.in_(ids))))


def _stored(edition: Edition | None, codes: Collection[str] | None) -> list[Paragraph]:
    return _texts(edition.frame, paragraphs_of(edition), codes) if edition else []


def _texts(
    frame: Mapping[str, Any], paragraphs: Iterable[Paragraph], codes: Collection[str] | None
) -> list[Paragraph]:
    """The texts of the chapters with these codes, and the introductions of their domains."""
    return with_introductions(frame, (p for p in paragraphs if codes is None or p.group in codes))


def _domains(frames: Iterable[Mapping[str, Any]]) -> dict[str, Named]:
    """The domains by the names of the later frame, then of the earlier one."""
    found = [chapter["domain"] for frame in frames for chapter in frame.get("chapters", ())]
    return {domain["code"]: Named(domain["ja"], domain["en"]) for domain in found}


def _names(codes: frozenset[str]) -> dict[str, Named]:
    statement = select(Group.code, Group.name_ja, Group.name_en).where(Group.code.in_(codes))
    return {row.code: Named(row.name_ja, row.name_en) for row in db.session.execute(statement)}
