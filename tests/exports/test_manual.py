"""The manual as documents: the same bytes whatever changes around a stored edition, all a reader needs (M1, M10)."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document as WordFile
from sqlalchemy.orm import Session

from app import clock
from app.domain.manual import Paragraph
from app.domain.provenance import Named
from app.exports.document import Document
from app.exports.manual import (
    as_whole,
    chapter_document,
    comparison_document,
    edition_document,
    manual_filename,
)
from app.exports.manual_json import to_json
from app.exports.markdown import to_markdown
from app.exports.pdf import to_pdf
from app.exports.website import website
from app.exports.word import to_docx
from app.i18n import locale_scope
from app.models import Edition
from app.queries.manual import edition_numbered
from app.queries.manual.comparing import compare_page
from app.queries.manual.reading import (
    Chapter,
    DomainNamed,
    WholeEdition,
    chapter_page,
    read_sections,
    whole_edition,
)
from app.transaction import transaction
from tests.builders.council import a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import a_later_decision, a_section, a_text, an_edition, an_introduction, placed
from tests.builders.provenance import a_signature, some_facts
from tests.support.readers import pdf_text, read_with

EDITION = Edition(
    number=2,
    published_on=date(2026, 12, 1),
    note="就学通知の発送時期を加えた。",
    cut_by_printed="事務局 係長",
    cut_at=datetime(2026, 12, 1, tzinfo=UTC),
    frame={"council": {"ja": "試験協議会", "en": "Test Council"}, "chapters": []},
    content_hash="sha256-v1:89abcdef0123456789abcdef0123456789abcdef0123456789abcdef01234567",
)
INTRODUCTION = Paragraph(
    group="EDU-02",
    section="edu-02-s1",
    section_title="はじめに",
    anchor="edu-02-t1",
    title="目的",
    body="この章は、就学に関する事務の進め方を定める。",
    normative=False,
)
DECIDED = Paragraph(
    group="EDU-02",
    section="edu-02-operation",
    section_title="運用",
    anchor="edu-02-001",
    title="就学通知の発送を一月末日に統一する",
    body="## 発送時期\n\n就学通知は、一月三十一日までに発送する。\n\n- 転入者には随時発送する。",
    normative=True,
    decision_id=7,
    provenance=some_facts(
        scope="公立小学校",
        exceptions="日野市は令和9年度末までは従前の様式を使う。",
        signoffs=[a_signature(), a_signature("三鷹市")],
    ),
)
OF_DOMAIN = Paragraph(
    group="EDU",
    section="edu-introduction",
    section_title="教育",
    anchor="edu-introduction",
    title="",
    body="この分野の章は、**学校**に関する手続を扱う。\n\n## 読み方\n\n章ごとに示す。",
    normative=False,
)
KNOWN = Path(__file__).parent / "known"


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_m1_the_text_of_a_known_edition_is_what_it_always_was(locale: str) -> None:
    with locale_scope(locale):
        text = to_markdown(edition_document(known_edition()))

    assert text == (KNOWN / f"edition.{locale}.md").read_text(encoding="utf-8")


def test_m1_nothing_that_changes_later_changes_a_stored_edition(session: Session) -> None:
    decision = a_quick_decision(exceptions="日野市を除く。")
    section = a_section(decision.group)
    text = a_text(section)
    an_edition()
    before = every_file(1)
    clock.travel(timedelta(days=40))
    with transaction():
        group = session.merge(decision.group)
        group.name_ja, group.domain.name_ja, section.title, text.body = "改称", "改称", "改題", "改めた本文"
        for place in group.cities:
            place.city.name_ja = f"旧{place.city.name_ja}"
    placed(decision, section)
    a_later_decision(decision, body="別の本文")
    an_edition()

    assert every_file(1) == before
    assert "別の本文" in every_file(2)["md"].decode()


def test_m2_m10_every_file_of_an_edition_shows_the_introduction_of_a_domain_as_one_that_binds_nobody(
    tmp_path: Path,
) -> None:
    with locale_scope("ja"):
        document = edition_document(known_edition(OF_DOMAIN))
        said = to_markdown(document)
        pages = ZipFile(BytesIO(website(known_edition(OF_DOMAIN))))
    word = "\n".join(paragraph.text for paragraph in WordFile(BytesIO(to_docx(document))).paragraphs)
    page = pages.read("edu-introduction.html").decode()
    pdf = pdf_text(to_pdf(document), tmp_path)

    for words in ("教育　分野の解説", "各市を拘束するものではありません", "読み方"):
        assert all("".join(words.split()) in "".join(shown.split()) for shown in (said, word, page, pdf)), (
            words
        )
    assert said.index("教育　分野の解説") < said.index("EDU-02 就学")
    assert 'href="edu-introduction.html"' in pages.read("index.html").decode()


def test_m4_the_comparison_table_names_the_introduction_that_changed(session: Session) -> None:
    a_quick_decision()
    for body in ("初めの解説。", "改めた解説。"):
        an_introduction("EDU", body)
        an_edition()
    page = compare_page(1, 2, a_secretary(), clock.now(), None)
    assert page is not None
    with locale_scope("ja"):
        shown = to_markdown(comparison_document(page))

    assert "EDU 分野の解説" in shown
    assert "初め" in shown
    assert "改めた" in shown


def test_m1_the_file_of_one_chapter_is_the_chapter_alone_whatever_stands_before_it(session: Session) -> None:
    decision = a_quick_decision()
    an_introduction("EDU", "分野の解説の本文。")
    an_edition()
    whole = as_whole(chapter_page(1, decision.group.code, a_secretary(), clock.now()))

    assert "分野の解説" not in to_markdown(edition_document(whole))
    assert b"introduction" not in to_json(whole, complete=False)


def test_m10_the_pdf_says_what_the_chapter_says(session: Session, tmp_path: Path) -> None:
    decision = a_quick_decision(exceptions="日野市は令和9年度末までは従前の様式を使う。")
    an_edition()
    document = chapter_document(chapter_page(1, decision.group.code, a_secretary(), clock.now()))
    shown = pdf_text(to_pdf(document), tmp_path).replace("\n", "").replace(" ", "")

    for words in (decision.title, decision.exceptions, decision.number, "3市全会一致", "就学"):
        assert words.replace(" ", "") in shown


def test_m10_a_whole_edition_opens_in_reader_programs_with_contents_headings_and_its_fonts(
    tmp_path: Path,
) -> None:
    with locale_scope("ja"):
        document = edition_document(known_edition())
        titles = ["EDU-02 就学", "はじめに", "目的", "運用", "就学通知の発送を一月末日に統一する"]
    written = to_docx(document)
    with ZipFile(BytesIO(written)) as parts:
        for name in parts.namelist():
            assert ElementTree.fromstring(parts.read(name)) is not None, name
        assert "TOC" in parts.read("word/document.xml").decode()
    word = WordFile(BytesIO(written))
    assert [p.text for p in word.paragraphs if p.style.name.startswith("Heading")][:5] == titles
    assert "第2版" in word.sections[0].header.paragraphs[0].text
    path = tmp_path / "edition.pdf"
    path.write_bytes(to_pdf(document))
    fonts = read_with("pdffonts", path).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-3] == ["yes", "yes"] for line in fonts), "every font is inside, as a subset"
    assert "Tagged:          yes" in read_with("pdfinfo", path)
    contents = "".join(read_with("pdftotext", "-l", "1", path, "-").split())
    assert all("".join(title.split()) in contents for title in ("目次", "EDU-02 就学", "運用"))


def test_m4_the_comparison_table_names_what_came_changed_and_went(session: Session) -> None:
    decision = a_quick_decision()
    text = a_text(a_section(decision.group))
    an_edition()
    a_later_decision(decision, body="就学通知は、二月末日までに発送する。")
    other = a_quick_decision(decision.group, title="就学援助の申請を通年で受け付ける")
    with transaction():
        session.delete(session.merge(text))
    an_edition()
    page = compare_page(1, 2, a_secretary(), clock.now(), None)
    assert page is not None
    with locale_scope("ja"):
        shown = to_markdown(comparison_document(page))

    assert other.title in shown
    assert "目的" in shown
    assert "末日" in shown
    assert decision.number in shown


def test_files_are_called_by_what_they_hold() -> None:
    with locale_scope("ja"):
        assert manual_filename(EDITION, "") == "共通運用手順書_第2版"
        assert manual_filename(EDITION, "EDU-02") == "共通運用手順書_第2版_EDU-02"


def known_edition(introduction: Paragraph | None = None) -> WholeEdition:
    """An edition with an introduction of its chapter and a decision, the same every time; its domain's if given."""
    chapter = Chapter("就学", "School enrolment", "EDU-02", DomainNamed("教育", "Education", introduction))
    sections = read_sections([INTRODUCTION, DECIDED])
    return WholeEdition(EDITION, Named("試験協議会", "Test Council"), ((chapter, sections),))


def every_file(number: int) -> dict[str, bytes]:
    """A stored edition in every format."""
    with locale_scope("ja"):
        document: Document = edition_document(whole_edition(edition_numbered(number)))
        return {"md": to_markdown(document).encode(), "docx": to_docx(document), "pdf": to_pdf(document)}
