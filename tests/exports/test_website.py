"""M10: the manual as pages for a file share: every link leads somewhere, anchors are those of the web, text is text."""

from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from posixpath import normpath
from zipfile import ZipFile

import pytest

from app.domain.downloads import FileFormat
from app.exports.html import to_html
from app.exports.manual import manual_filename
from app.exports.manual_files import edition_file
from app.exports.website import website
from app.i18n import locale_scope
from app.queries.manual.reading import WholeEdition, read_sections
from tests.builders.documents import every_part
from tests.exports.test_manual import DECIDED, INTRODUCTION, known_edition

HOSTILE = (
    '<script>alert(1)</script>"><img src=x onerror=alert(1)> ]]> {{ 7*7 }} #set text(red) &amp; `x` **y**'
)
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """What a page is made of: tags with their attributes, ids, links, and whether every tag is closed."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.languages: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert not any(name.startswith("on") or name == "style" for name in given)
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.languages += [given["lang"]] if "lang" in given else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def pages_of(archive: bytes) -> dict[str, Page]:
    with ZipFile(BytesIO(archive)) as opened:
        assert opened.testzip() is None
        assert "style.css" in opened.namelist()
        return {
            name: Page(opened.read(name).decode()) for name in opened.namelist() if name.endswith(".html")
        }


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_m10_every_link_of_the_pages_leads_to_a_page_and_a_place_in_the_archive(locale: str) -> None:
    with locale_scope(locale):
        pages = pages_of(website(_two_chapters()))

    assert set(pages) == {"index.html", "edu-02.html", "edu-03.html"}
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name
        for link in page.links:
            path, _, anchor = link.partition("#")
            assert "//" not in link, "nothing comes from elsewhere"
            assert path in ("", "style.css") or normpath(path) in pages, link
            assert not anchor or anchor in pages[path or name].ids, link
    reached = {link.partition("#")[0] for link in pages["index.html"].links}
    assert {"edu-02.html", "edu-03.html"} <= reached
    assert pages["edu-02.html"].languages[0] == locale


def test_m3_the_anchors_are_those_of_the_web() -> None:
    with locale_scope("ja"):
        ids = pages_of(website(_two_chapters()))["edu-02.html"].ids
    titled_or_not = {"edu-02-s1", "edu-02-t1", "edu-02-operation", "edu-02-001", "edu-02-t2"}

    assert titled_or_not <= set(ids)


def test_japanese_on_an_english_page_says_so() -> None:
    with locale_scope("en"):
        page = pages_of(website(_two_chapters()))["edu-02.html"]
    with locale_scope("ja"):
        japanese = pages_of(website(_two_chapters()))["edu-02.html"]

    assert page.languages[0] == "en"
    assert page.languages.count("ja") > 5
    assert japanese.languages == ["ja"]


def test_m1_the_pages_are_the_same_bytes_each_time() -> None:
    with locale_scope("ja"):
        assert website(_two_chapters()) == website(_two_chapters())


def test_no_text_becomes_a_mark_of_the_page() -> None:
    tame = {tag for page in _pages_with("穏やか").values() for tag in page.tags}
    hostile = _pages_with(HOSTILE)

    assert {tag for page in hostile.values() for tag in page.tags} <= tame | {"strong", "code"}
    assert not any(link.startswith("javascript") for page in hostile.values() for link in page.links)


def test_every_part_of_a_document_has_its_form() -> None:
    page = Page(to_html(every_part()))
    wanted = {
        "h2",
        "p",
        "strong",
        "em",
        "code",
        "a",
        "ol",
        "ul",
        "blockquote",
        "pre",
        "hr",
        "table",
        "del",
        "ins",
    }

    assert wanted <= set(page.tags)
    assert "#general" in page.links


def test_an_edition_as_pages_is_called_a_zip() -> None:
    with locale_scope("ja"):
        file = edition_file(known_edition(), FileFormat.HTML)
        assert file.filename == f"{manual_filename(known_edition().edition, '')}.zip"
    assert file.media_type == "application/zip"


def _pages_with(text: str) -> dict[str, Page]:
    edition = known_edition()
    paragraphs = [
        replace(INTRODUCTION, title=text, section_title=text, body=f"{text}\n\n[x](javascript:alert(1))\n"),
        replace(DECIDED, title=text, body=f"# {text}\n\n| a |\n|---|\n| {text.replace('|', '')} |"),
    ]
    chapter, _ = edition.chapters[0]
    chapter = replace(chapter, ja=text, en=text)
    with locale_scope("ja"):
        return pages_of(website(replace(edition, chapters=((chapter, read_sections(paragraphs)),))))


def _two_chapters() -> WholeEdition:
    """A chapter with an introduction, a text without title and a decision, and another one."""
    edition = known_edition()
    chapter, _ = edition.chapters[0]
    untitled = replace(
        INTRODUCTION, anchor="edu-02-t2", title="", body="表題のない文。\n\n### 小見出し\n\n続き"
    )
    other = replace(DECIDED, group="EDU-03", section="edu-03-operation", anchor="edu-03-001")
    return replace(
        edition,
        chapters=(
            (chapter, read_sections([INTRODUCTION, untitled, DECIDED])),
            (replace(chapter, code="EDU-03", ja="給食", en="School meals"), read_sections([other])),
        ),
    )
