"""The manual as pages in a ZIP archive: they open from a file share, without a server or the internet (M10)."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from app.domain.manual import Paragraph
from app.exports.archive import zipped
from app.exports.document import Language
from app.exports.html import spoken, to_html
from app.exports.manual import cover_document, document_of_chapter, document_of_introduction
from app.i18n import current_locale
from app.i18n import gettext as _
from app.queries.manual.reading import Chapter, DomainNamed, Sections, WholeEdition
from app.wording.manual import introduction_words

STYLE = Path(__file__).resolve().parent / "layouts" / "pages.css"
INDEX = "index.html"

Chapters = Sequence[tuple[Chapter, Sections]]


def website(whole: WholeEdition) -> bytes:
    """index.html, a page for each chapter with the anchors of the web, and a style sheet; always the same bytes."""
    return zipped(_pages(whole), whole.edition.published_on)


def page_name(chapter: Chapter) -> str:
    """The file of a chapter: edu-02.html."""
    return f"{chapter.code.lower()}.html"


def introduction_page(introduction: Paragraph) -> str:
    """The file of the introduction of a domain: edu-introduction.html."""
    return f"{introduction.anchor}.html"


def _pages(whole: WholeEdition) -> Iterator[tuple[str, bytes]]:
    yield INDEX, to_html(cover_document(whole), after=_contents(whole.chapters)).encode()
    for place, (chapter, sections) in enumerate(whole.chapters):
        document = document_of_chapter(whole, chapter, sections)
        before = _ways(whole.chapters, place) + _in_chapter(sections, document.language)
        yield page_name(chapter), to_html(document, before=before).encode()
    for domain, _chapters in groupby(whole.chapters, key=lambda pair: pair[0].domain):
        if domain.introduction is not None:
            document = document_of_introduction(whole, domain, domain.introduction)
            yield introduction_page(domain.introduction), to_html(document, before=_way_back()).encode()
    yield "style.css", STYLE.read_bytes()


def _contents(chapters: Chapters) -> Markup:
    """The chapters by domain, each down to its sections."""
    domains = [
        Markup("<h2>{}</h2><ul>{}</ul>").format(
            domain.name(current_locale()),
            _to_introduction(domain) + Markup().join(_line(chapter, sections) for chapter, sections in group),
        )
        for domain, group in groupby(chapters, key=lambda pair: pair[0].domain)
    ]
    return Markup('<nav class="contents" aria-label="{}">{}</nav>\n').format(
        _("Contents"), Markup().join(domains)
    )


def _to_introduction(domain: DomainNamed) -> Markup:
    if domain.introduction is None:
        return Markup()
    return Markup('<li><a href="{}">{}</a></li>').format(
        introduction_page(domain.introduction), introduction_words()
    )


def _line(chapter: Chapter, sections: Sections) -> Markup:
    inner = Markup().join(
        Markup('<li><a href="{}#{}">{}</a></li>').format(
            page_name(chapter), section.anchor, section.name(current_locale())
        )
        for section, _paragraphs in sections
    )
    return Markup('<li><a href="{}">{} {}</a><ul>{}</ul></li>').format(
        page_name(chapter), chapter.code, chapter.name(current_locale()), inner
    )


def _ways(chapters: Chapters, place: int) -> Markup:
    """To the contents, the chapter before, the chapter after."""
    ways = [(INDEX, _("Contents"))]
    for neighbour in (place - 1, place + 1):
        if 0 <= neighbour < len(chapters):
            chapter = chapters[neighbour][0]
            arrow = "←" if neighbour < place else "→"
            ways.append((page_name(chapter), f"{arrow} {chapter.code} {chapter.name(current_locale())}"))
    return _links(ways)


def _way_back() -> Markup:
    return _links([(INDEX, _("Contents"))])


def _links(ways: Sequence[tuple[str, str]]) -> Markup:
    links = Markup().join(Markup('<li><a href="{}">{}</a></li>').format(*way) for way in ways)
    return Markup('<nav class="ways" aria-label="{}"><ul>{}</ul></nav>\n').format(_("Other chapters"), links)


def _in_chapter(sections: Sections, language: Language) -> Markup:
    """The sections and titled paragraphs of the page."""
    items: list[Markup] = []
    for section, paragraphs in sections:
        items.append(_entry(section.anchor, section.name(current_locale()), language, 1))
        titled = (read.paragraph for read in paragraphs if read.paragraph.title)
        items += [_entry(paragraph.anchor, paragraph.title, language, 2) for paragraph in titled]
    return Markup('<nav class="here" aria-label="{}"><ol>{}</ol></nav>\n').format(
        _("In this chapter"), Markup().join(items)
    )


def _entry(anchor: str, title: str, language: Language, level: int) -> Markup:
    return Markup('<li class="level-{}"><a href="#{}"{}>{}</a></li>').format(
        level, anchor, spoken(language, title), title
    )
