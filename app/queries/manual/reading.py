"""Reading a stored edition: its contents by domain and group, and one chapter with where each paragraph comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from sqlalchemy import select

from app.domain.differences import DifferenceKind
from app.domain.manual import INTRODUCTION, Paragraph, introductions, kind_of_section
from app.domain.provenance import Named, Provenance
from app.extensions import db
from app.models import Edition, EditionParagraph, Group, User
from app.policies.verdicts import NotFound
from app.queries.groups import readable_group_ids
from app.queries.manual.editions import edition_numbered, latest_edition
from app.queries.manual.stored import paragraphs_of
from app.wording import label


@dataclass(frozen=True)
class DomainNamed(Named):
    """A domain by the names of an edition, with what stands before its chapters: None where nothing does."""

    introduction: Paragraph | None = None


@dataclass(frozen=True)
class Chapter(Named):
    """A group's chapter by the names of its edition."""

    code: str
    domain: DomainNamed


@dataclass(frozen=True)
class Section:
    """A section of a chapter with its paragraphs; kind is that of a default section, None for one somebody made."""

    anchor: str
    title: str
    kind: DifferenceKind | None
    paragraphs: tuple[Paragraph, ...]

    def name(self, locale: str) -> str:
        """Its title as it was published; in English one that nobody made is called by its kind."""
        return label(self.kind) if self.kind is not None and locale == "en" else self.title


@dataclass(frozen=True)
class ChapterLine:
    """A chapter in the contents: what stands in it, in order."""

    chapter: Chapter
    sections: tuple[Section, ...]

    @property
    def decisions(self) -> int:
        """How many of its paragraphs bind."""
        return sum(p.normative for section in self.sections for p in section.paragraphs)


@dataclass(frozen=True)
class DomainLine:
    """A domain in the contents with its chapters."""

    domain: DomainNamed
    chapters: tuple[ChapterLine, ...]


@dataclass(frozen=True)
class EditionPage:
    """An edition with its contents, as far as the viewer may read; newest is the number of the last edition."""

    edition: Edition
    council: Named
    domains: tuple[DomainLine, ...]
    newest: int

    @property
    def chapters(self) -> tuple[ChapterLine, ...]:
        """The chapters of all domains."""
        return tuple(chapter for domain in self.domains for chapter in domain.chapters)

    @property
    def paragraphs(self) -> int:
        """How many paragraphs bind, in all chapters."""
        return sum(chapter.decisions for chapter in self.chapters)


@dataclass(frozen=True)
class ParagraphRead:
    """A paragraph with where it comes from; source is None for one that binds nobody."""

    paragraph: Paragraph
    source: Provenance | None


Sections = tuple[tuple[Section, tuple[ParagraphRead, ...]], ...]


@dataclass(frozen=True)
class WholeEdition:
    """An edition with every text of every chapter."""

    edition: Edition
    council: Named
    chapters: tuple[tuple[Chapter, Sections], ...]


@dataclass(frozen=True)
class ChapterPage:
    """A chapter of an edition to be read, with its neighbours."""

    edition: Edition
    council: Named
    chapter: Chapter
    sections: Sections
    previous: Chapter | None
    following: Chapter | None
    newest: int

    @property
    def decision_ids(self) -> set[int]:
        """The decisions on which its paragraphs rest."""
        return {
            read.source.decision_id for _, paragraphs in self.sections for read in paragraphs if read.source
        }


def contents_of(edition: Edition, viewer: User, at: datetime) -> EditionPage:
    """The contents of an edition, without the texts themselves."""
    chapters = _readable(edition, viewer, at)
    sections = _outline(edition, chapters)
    lines = [ChapterLine(chapter, sections[chapter.code]) for chapter in chapters]
    domains = [
        DomainLine(domain, tuple(group))
        for domain, group in groupby(lines, key=lambda line: line.chapter.domain)
    ]
    return EditionPage(edition, _council(edition), tuple(domains), _newest())


def chapter_page(number: int, code: str, viewer: User, at: datetime) -> ChapterPage:
    """One chapter of an edition; NotFound where it has none of that code, or none the viewer may read."""
    edition = edition_numbered(number)
    chapters = _readable(edition, viewer, at)
    place = next((place for place, chapter in enumerate(chapters) if chapter.code == code.upper()), None)
    if place is None:
        raise NotFound
    return ChapterPage(
        edition,
        _council(edition),
        chapters[place],
        chapter_sections(edition, chapters[place].code),
        chapters[place - 1] if place else None,
        chapters[place + 1] if place + 1 < len(chapters) else None,
        _newest(),
    )


def whole_edition(edition: Edition) -> WholeEdition:
    """Every chapter of an edition with all its texts, for those who read the whole."""
    chapters = {chapter.code: chapter for chapter in _chapters(edition)}
    return WholeEdition(
        edition,
        _council(edition),
        tuple(
            (chapters[code], read_sections(paragraphs))
            for code, paragraphs in groupby(paragraphs_of(edition), key=lambda p: p.group)
        ),
    )


def chapter_sections(edition: Edition, code: str) -> Sections:
    """The sections of one chapter in order; an edition never changes, so they are read once and kept."""
    return _kept_sections(edition.content_hash, edition.id, code)


@lru_cache(maxsize=128)
def _kept_sections(_content_hash: str, edition_id: int, code: str) -> Sections:
    ids = db.session.scalars(select(Group.id).where(Group.code == code)).all()
    return read_sections(paragraphs_of(db.session.get(Edition, edition_id), ids))


def read_sections(paragraphs: Iterable[Paragraph]) -> Sections:
    """The sections of a chapter, each paragraph with where it comes from."""
    return tuple(
        (section, tuple(ParagraphRead(p, Provenance.from_facts(p.provenance)) for p in section.paragraphs))
        for section in sectioned(paragraphs)
    )


def sectioned(paragraphs: Iterable[Paragraph]) -> tuple[Section, ...]:
    """The paragraphs of one chapter by section, in order."""
    return tuple(
        Section(anchor, group[0].section_title, kind_of_section(group[0].group, anchor), tuple(group))
        for anchor, group in (
            (anchor, list(rows)) for anchor, rows in groupby(paragraphs, key=lambda p: p.section)
        )
    )


def newest_introduction(anchor: str, viewer: User, at: datetime) -> Edition | None:
    """The last edition with an introduction of this anchor before a chapter that the viewer may read."""
    if not anchor.lower().endswith(INTRODUCTION):
        return None
    editions = db.session.scalars(select(Edition).order_by(Edition.number.desc()))
    return next((e for e in editions if anchor.lower() in _introduced(e, viewer, at)), None)


def _introduced(edition: Edition, viewer: User, at: datetime) -> set[str]:
    if not edition.frame.get("introductions"):
        return set()
    before = (chapter.domain.introduction for chapter in _readable(edition, viewer, at))
    return {introduction.anchor for introduction in before if introduction}


def newest_with(anchor: str, viewer: User, at: datetime) -> tuple[Edition, str]:
    """The last edition with a paragraph of this anchor, and its group's code; NotFound where the viewer reads none."""
    statement = (
        select(Edition, Group.id, Group.code)
        .join(EditionParagraph, EditionParagraph.edition_id == Edition.id)
        .join(Group, Group.id == EditionParagraph.group_id)
        .where(EditionParagraph.anchor == anchor.lower())
        .order_by(Edition.number.desc())
        .limit(1)
    )
    found = db.session.execute(statement).first()
    readable = readable_group_ids(viewer, at)
    if found is None or (readable is not None and found[1] not in readable):
        raise NotFound
    return found[0], found[2]


def _readable(edition: Edition, viewer: User, at: datetime) -> list[Chapter]:
    """The chapters of an edition that the viewer may read, in order."""
    chapters = _chapters(edition)
    ids = readable_group_ids(viewer, at)
    if ids is None:
        return chapters
    codes = set(db.session.scalars(select(Group.code).where(Group.id.in_(ids))))
    return [chapter for chapter in chapters if chapter.code in codes]


def _chapters(edition: Edition) -> list[Chapter]:
    """All chapters in order, each with its domain."""
    written = introductions(edition.frame)
    return [
        Chapter(
            facts["ja"],
            facts["en"],
            facts["code"],
            DomainNamed(facts["domain"]["ja"], facts["domain"]["en"], written.get(facts["domain"]["code"])),
        )
        for facts in edition.frame["chapters"]
    ]


def _council(edition: Edition) -> Named:
    return Named(edition.frame["council"]["ja"], edition.frame["council"]["en"])


def _newest() -> int:
    last = latest_edition()
    return last.number if last else 0


def _outline(edition: Edition, chapters: Sequence[Chapter]) -> dict[str, tuple[Section, ...]]:
    """The sections of each chapter with their paragraphs' titles; texts and provenance are not loaded."""
    columns = (
        Group.code,
        EditionParagraph.section_anchor,
        EditionParagraph.section_title,
        EditionParagraph.anchor,
        EditionParagraph.title,
        EditionParagraph.normative,
    )
    statement = (
        select(*columns)
        .join(Group, Group.id == EditionParagraph.group_id)
        .where(EditionParagraph.edition_id == edition.id, Group.code.in_([c.code for c in chapters]))
        .order_by(EditionParagraph.position)
    )
    rows = [
        Paragraph(row.code, row.section_anchor, row.section_title, row.anchor, row.title, "", row.normative)
        for row in db.session.execute(statement)
    ]
    return {code: sectioned(of_group) for code, of_group in groupby(rows, key=lambda p: p.group)}
