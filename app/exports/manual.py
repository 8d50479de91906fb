"""The manual as documents: an edition, one chapter of it, and 新旧対照表 of two editions (M1, M4, M10)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import cast

from app.domain.diffs import Change, Segment
from app.domain.manual import Paragraph as Text
from app.domain.provenance import Named, Provenance
from app.exports.document import (
    Column,
    ComparisonRow,
    ComparisonTable,
    Contents,
    Document,
    Heading,
    Language,
    Letterhead,
    Mark,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Run,
    Table,
    listed,
    long_date,
)
from app.exports.parts import from_comparison, from_markdown
from app.i18n import current_locale, ngettext, pgettext
from app.i18n import gettext as _
from app.models import Edition
from app.queries.manual.comparing import ComparePage, ParagraphCompared
from app.queries.manual.reading import (
    Chapter,
    ChapterPage,
    DomainNamed,
    ParagraphRead,
    Sections,
    WholeEdition,
)
from app.wording import label
from app.wording.manual import basis_words, explains_words, introduction_words, tally_words

SHORT = 16
"""Hexadecimal digits of a hash that stand at the foot of a page."""


def edition_document(whole: WholeEdition) -> Document:
    """A whole edition, dated as published: made of what the edition keeps and of nothing else (M1)."""
    parts: list[Part] = [Paragraph(whole.edition.note), Contents(_("Contents"), depth=2)]
    for domain, chapters in groupby(whole.chapters, key=lambda pair: pair[0].domain):
        if domain.introduction is not None:
            parts += [PageBreak(), *_introduction(domain, domain.introduction)]
        for chapter, sections in chapters:
            parts += [PageBreak(), *_chapter(chapter, sections)]
    sources = [sections for _chapter_of, sections in whole.chapters]
    parts += [PageBreak(), *_register(sources, level=1)]
    return _document(whole.edition, whole.council, _title(), parts)


def chapter_document(page: ChapterPage) -> Document:
    """One chapter of an edition."""
    return document_of_chapter(as_whole(page), page.chapter, page.sections)


def document_of_chapter(whole: WholeEdition, chapter: Chapter, sections: Sections) -> Document:
    """A chapter out of an edition, with the decisions it rests on."""
    parts = [*_sections(sections, 1), *_register([sections], level=1)]
    title = f"{chapter.code} {chapter.name(current_locale())}"
    document = _document(whole.edition, whole.council, title, parts)
    return replace(document, subtitle=_title())


def document_of_introduction(whole: WholeEdition, domain: DomainNamed, text: Text) -> Document:
    """What stands before the chapters of a domain, by itself."""
    parts = [Note(explains_words()), *_body(text, 0)]
    document = _document(whole.edition, whole.council, introduction_title(domain), parts)
    return replace(document, subtitle=_title())


def cover_document(whole: WholeEdition) -> Document:
    """What stands before the chapters: what the edition is and what it brought."""
    return _document(whole.edition, whole.council, _title(), [Paragraph(whole.edition.note)])


def as_whole(page: ChapterPage) -> WholeEdition:
    """A chapter as an edition that has no other; the introduction of its domain is not the chapter's."""
    chapter = replace(page.chapter, domain=replace(page.chapter.domain, introduction=None))
    return WholeEdition(page.edition, page.council, ((chapter, page.sections),))


def introduction_title(domain: Named) -> str:
    """教育分野: 分野の解説"""
    return pgettext(
        "manual", "%(domain)s: %(what)s", domain=domain.name(current_locale()), what=introduction_words()
    )


def manual_filename(edition: Edition, code: str) -> str:
    """共通運用手順書_第2版_EDU-02, without its ending."""
    name = f"{_title()}_{_edition(edition)}".replace(" ", "-")
    return f"{name}_{code}" if code else name


def comparison_document(page: ComparePage) -> Document:
    """What the newer edition brings against the older, as a document of the newer one's date."""
    compared = page.compared
    parts: list[Part] = []
    for title, paragraphs in ((_("Added"), compared.added), (_("Removed"), compared.removed)):
        if paragraphs:
            parts += [
                Heading(1, title),
                listed(f"{p.group} {_name(p) or p.section_title}" for p in paragraphs),
            ]
    if compared.changed.items:
        parts.append(Heading(1, pgettext("manual", "Changed")))
        for item in compared.changed.items:
            parts += [
                Heading(2, f"{item.change.after.group} {_name(item.change.after)}"),
                _compared(page, item),
            ]
    if compared.same:
        parts.append(Note(_("The two editions say the same.")))
    frame = page.new.frame["council"]
    document = _document(page.new, Named(frame["ja"], frame["en"]), _("Comparison table"), parts)
    return replace(document, subtitle=_title(), number=_pair(page))


def comparison_filename(page: ComparePage, ending: str) -> str:
    """共通運用手順書_新旧対照表_第1版-第2版.docx"""
    return f"{_title()}_{_('Comparison table')}_{_pair(page)}.{ending}".replace(" ", "-")


def edition_words(edition: Edition | None) -> str:
    """第2版; the time before the first edition has its own word."""
    return _edition(edition) if edition else _("before the first edition")


def _document(edition: Edition, council: Named, title: str, parts: Iterable[Part]) -> Document:
    locale = current_locale()
    return Document(
        title=title,
        language=cast(Language, locale),
        date=edition.published_on,
        parts=tuple(parts),
        number=_edition(edition),
        letterhead=Letterhead(council.name(locale)),
        imprint=f"{_edition(edition)} {edition.content_hash.rpartition(':')[2][:SHORT]}",
    )


def _title() -> str:
    return _("Shared operations manual")


def _edition(edition: Edition) -> str:
    return _("Edition %(number)s", number=edition.number)


def _pair(page: ComparePage) -> str:
    return f"{edition_words(page.old)} → {edition_words(page.new)}"


def _name(paragraph: Text) -> str:
    return introduction_words() if paragraph.introduces_domain else paragraph.title


def _introduction(domain: DomainNamed, text: Text) -> Iterator[Part]:
    yield Heading(1, introduction_title(domain), anchor=text.anchor)
    yield Note(explains_words())
    yield from _body(text, 1)


def _body(text: Text, level: int) -> tuple[Part, ...]:
    return from_markdown(text.body, below=level, anchor_prefix=f"{text.anchor}-")


def _chapter(chapter: Chapter, sections: Sections) -> Iterator[Part]:
    yield Heading(1, f"{chapter.code} {chapter.name(current_locale())}", anchor=chapter.code.lower())
    yield from _sections(sections, 2)


def _sections(sections: Sections, level: int) -> Iterator[Part]:
    for section, paragraphs in sections:
        yield Heading(level, section.name(current_locale()), anchor=section.anchor)
        for paragraph in paragraphs:
            yield from _paragraph(paragraph, level + 1)


def _paragraph(read: ParagraphRead, level: int) -> Iterator[Part]:
    """The heading, the text, whom it holds for, its exceptions, and the decision it rests on (M3)."""
    paragraph, source = read.paragraph, read.source
    if paragraph.title:
        yield Heading(level, paragraph.title, anchor=paragraph.anchor)
    else:
        yield Mark(paragraph.anchor)
    yield from _body(paragraph, level)
    for name, text in ((_("Scope"), paragraph.scope), (_("Exceptions and transition"), paragraph.exceptions)):
        if text:
            inner = from_markdown(text, below=level)
            yield Quote((Paragraph((Run(name, bold=True),)), *inner))
    if source is not None:
        yield Note(basis_words(source, _day), label=source.difference)


def _register(chapters: Iterable[Sections], level: int) -> Iterator[Part]:
    """The decisions a document rests on, each once, with the hash of its text."""
    sources = {
        read.source.decision_id: read.source
        for sections in chapters
        for _section, paragraphs in sections
        for read in paragraphs
        if read.source is not None
    }
    if not sources:
        return
    yield Heading(level, _("Decisions this rests on"))
    titles = (
        _("Decision"),
        _("Decided on"),
        pgettext("manual", "Difference"),
        _("Vote"),
        _("Hash of the text"),
    )
    yield Table(
        tuple(Column(title) for title in titles),
        tuple(
            (
                s.number,
                _day(s.decided_on),
                f"{s.difference} {s.difference_title}",
                tally_words(s),
                _hash(s.text_hash),
            )
            for s in sources.values()
        ),
    )


def _compared(page: ComparePage, item: ParagraphCompared) -> ComparisonTable:
    """The changed parts of a paragraph; the first row of each carries its name."""
    rows: list[ComparisonRow] = []
    for part in item.parts:
        first, *others = from_comparison(part.rows, "", "", omitted=_omitted).rows
        rows += [replace(first, label=label(part.part)), *others]
    if item.change.decision:
        rows.append(_row(_("Decision"), _number(item.before), _number(item.after)))
    if item.change.place:
        before, after = item.change.before, item.change.after
        rows.append(_row(pgettext("manual", "Section"), before.section_title, after.section_title))
    return ComparisonTable(
        edition_words(page.old), edition_words(page.new), tuple(rows), label_title=_("Part")
    )


def _number(source: Provenance | None) -> str:
    return source.number if source else ""


def _row(name: str, old: str, new: str) -> ComparisonRow:
    return ComparisonRow(
        (Segment(Change.DELETE, old),) if old else (),
        (Segment(Change.INSERT, new),) if new else (),
        label=name,
    )


def _omitted(count: int) -> str:
    return ngettext("(%(num)s line without change)", "(%(num)s lines without change)", count)


def _day(day: date) -> str:
    return long_date(day, cast(Language, current_locale()))


def _hash(value: str) -> str:
    return value.rpartition(":")[2][:SHORT]
