"""Word files: East Asian fonts, real headings, lists and tables, and no text lost (M10)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from app.domain.diffs import Change, Segment
from app.exports.document import (
    Code,
    Column,
    ComparisonRow,
    ComparisonTable,
    Contents,
    Document,
    Fact,
    Facts,
    Heading,
    ListOf,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Run,
    SignatureBox,
    Signatures,
    Table,
    listed,
)
from app.exports.word import to_docx
from app.exports.word_styles import CODE_FONT, FONT
from tests.builders.documents import a_document, every_part, minutes
from tests.support.readers import office_pdf, pdf_text

HOSTILE = (
    "a < b & c > d",
    "</w:t><w:br/>",
    "&lt;&#65;",
    "{{ x }}",
    "a\x00b\x0bc",
    "]]>",
    "\ud800孤",
    "　前後　",
)


def test_m10_a_reader_program_opens_the_minutes(tmp_path: Path) -> None:
    text = "".join(pdf_text(office_pdf(to_docx(minutes()), tmp_path), tmp_path).split())
    for words in (
        "教育ワーキンググループ第7回会議議事録",
        "令和8年11月23日",
        "立川市役所3階302会議室",
        "三鷹市（田中主査）システムの改修は令和9年度予算で",
        "宿題一覧",
        "日野市伊藤係長",
        "未確認",
        "1/3",
        "3/3",
    ):
        assert words in text


def test_m10_a_reader_program_shows_every_kind_of_part(tmp_path: Path) -> None:
    text = "".join(pdf_text(office_pdf(to_docx(every_part()), tmp_path), tmp_path).split())
    for words in (
        "目次第1章総則",
        "1.一つ目2.二つ目",
        "•点一•点二",
        "引用した文",
        "ifx<1:print('<b>')",
        "該当なし",
        "消した足した",
        "高橋代令和8年11月23日",
        "注注意書き",
    ):
        assert words in text


def test_m10_every_style_names_an_east_asian_font_and_none_takes_it_from_a_theme() -> None:
    styles = _xml(to_docx(minutes()), "word/styles.xml")
    fonts = {
        style.get(qn("w:styleId")): style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        for style in styles.iter(qn("w:style"))
    }
    assert len(fonts) > 25
    assert {
        name: found.get(qn("w:eastAsia")) for name, found in fonts.items() if name in ("Code", "CodeText")
    } == {
        "Code": CODE_FONT,
        "CodeText": CODE_FONT,
    }
    assert {found.get(qn("w:eastAsia")) for found in fonts.values()} == {FONT, CODE_FONT}
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:rFonts')}")
    assert defaults.get(qn("w:eastAsia")) == FONT


def test_no_part_of_the_file_takes_a_font_from_a_theme() -> None:
    with ZipFile(BytesIO(to_docx(every_part()))) as package:
        for name in package.namelist():
            if name.endswith(".xml") and "theme" not in name:
                assert b"asciiTheme" not in package.read(name), name
                assert b"eastAsiaTheme" not in package.read(name), name


def test_every_style_in_use_is_defined() -> None:
    package = to_docx(every_part())
    defined = {style.get(qn("w:styleId")) for style in _xml(package, "word/styles.xml").iter(qn("w:style"))}
    used = {
        found.get(qn("w:val"))
        for name in ("document", "header1", "footer1")
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for found in _xml(package, f"word/{name}.xml").iter(qn(tag))
    }
    assert used - defined == set()
    assert {"Title", "Heading1", "ListBullet", "ListNumber", "TableGrid", "Caption", "Quote", "Code"} <= used


def test_it_names_title_language_and_the_documents_own_date() -> None:
    for document, language in ((minutes(), "ja-JP"), (replace(minutes(), language="en"), "en-GB")):
        about = _word(document).core_properties
        assert about.title == document.title
        assert about.language == language
        assert about.author == "多摩地域業務標準化推進協議会"
        assert about.comments == ""
        assert about.created is not None
        assert about.created.date() == document.date


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_docx(minutes()) == to_docx(minutes())


def test_the_page_is_a4_with_page_numbers_and_a_running_head() -> None:
    word = _word(minutes())
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    assert section.header.paragraphs[0].text.startswith("教育WG－令和8年度－第7号　教育ワーキンググループ")
    assert section.header.paragraphs[0].text.endswith("\t確認中（第2版）")
    assert section.first_page_header.paragraphs[0].text == ""
    for footer in (section.footer, section.first_page_footer):
        codes = [code.text.strip() for code in footer._element.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"]


def test_headings_are_headings() -> None:
    word = _word(a_document(Heading(1, "章"), Heading(3, "節"), Paragraph("文")))
    assert _styled(word)[-3:] == [("Heading 1", "章"), ("Heading 2", "節"), ("Normal", "文")]


def test_each_list_has_its_own_numbering_and_inner_lists_stand_further_in() -> None:
    inner = ListOf(((Paragraph("内"),),))
    word = _word(
        a_document(
            listed(("甲", "乙"), ordered=True),
            listed(("丙",), ordered=True),
            ListOf(((Paragraph("外"), inner),)),
        )
    )
    numbered = [
        (paragraph.text, number.numId.val, number.ilvl.val)
        for paragraph in word.paragraphs
        if (number := paragraph._p.pPr.numPr) is not None
    ]
    assert [(text, level) for text, _, level in numbered] == [
        ("甲", 0),
        ("乙", 0),
        ("丙", 0),
        ("外", 0),
        ("内", 1),
    ]
    first, second, third, fourth, fifth = (number for _, number, _ in numbered)
    assert first == second
    assert len({second, third, fourth, fifth}) == 4


def test_an_ordered_list_begins_at_its_own_number(tmp_path: Path) -> None:
    part = ListOf(((Paragraph("続き"),),), ordered=True, start=7)
    assert "7." in pdf_text(office_pdf(to_docx(a_document(part)), tmp_path), tmp_path)


def test_header_rows_repeat_and_merged_cells_span() -> None:
    (facts, attendance, *_) = _word(minutes()).tables
    assert attendance.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert facts.rows[0]._tr.trPr.find(qn("w:tblHeader")) is None
    merges = [row._tr.tc_lst[0].vMerge for row in attendance.rows]
    assert merges == [None, "restart", "continue", None, "restart", "continue", None, None]
    assert [cell.text for cell in attendance.rows[2].cells][1:] == [
        "教育部 学務課",
        "主任",
        "鈴木 一郎",
        "出席",
    ]


def test_a_table_has_its_caption_before_it_and_widths_that_fill_the_page() -> None:
    word = _word(a_document(Table((Column("甲", 1), Column("乙", 3)), (("1", "2"),), "見出しの文")))
    assert ("Caption", "見出しの文") in _styled(word)
    widths = [int(column.get(qn("w:w"))) for column in word.tables[0]._tbl.tblGrid]
    assert widths[1] == pytest.approx(widths[0] * 3, abs=3)
    assert sum(widths) == pytest.approx(164 / 25.4 * 1440, abs=5)


def test_comparisons_underline_what_came_and_strike_what_went() -> None:
    row = ComparisonRow(
        (Segment(Change.EQUAL, "期限は"), Segment(Change.DELETE, "14日")),
        (Segment(Change.EQUAL, "期限は"), Segment(Change.INSERT, "30日")),
    )
    table = _word(a_document(ComparisonTable("旧", "新", (row,)))).tables[0]
    old, new = (cell.paragraphs[0].runs for cell in table.rows[1].cells)
    assert [(run.text, run.font.strike, run.underline) for run in old] == [
        ("期限は", None, None),
        ("14日", True, None),
    ]
    assert [(run.text, run.font.strike, run.underline) for run in new] == [
        ("期限は", None, None),
        ("30日", None, True),
    ]


def test_links_lead_out_and_within() -> None:
    word = _word(
        a_document(
            Heading(1, "第1章", anchor="one"),
            Paragraph((Run("外", link="https://example.jp/?a=1&b=2"), Run("内", link="#one"))),
        )
    )
    outer, inner = word.element.body.iter(qn("w:hyperlink"))
    assert word.part.rels[outer.get(qn("r:id"))].target_ref == "https://example.jp/?a=1&b=2"
    targets = {mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))}
    assert inner.get(qn("w:anchor")) in targets


def test_contents_are_a_field_that_already_shows_its_entries() -> None:
    word = _word(
        a_document(Contents("目次", 1), PageBreak(), Heading(1, "甲"), Heading(2, "隠れる"), Heading(1, "乙"))
    )
    entries = [text for style, text in _styled(word) if style == "toc 1"]
    assert entries == ["甲", "乙"]
    field = [mark.get(qn("w:fldCharType")) for mark in word.element.body.iter(qn("w:fldChar"))]
    assert field == ["begin", "separate", "end"]
    assert word.paragraphs[-3].paragraph_format.page_break_before


@pytest.mark.parametrize("typed", HOSTILE)
def test_no_text_is_lost(typed: str) -> None:
    kept = re.sub("[\x00\ud800]", "", typed).replace("\x0b", "\n")
    parts: tuple[Part, ...] = (
        Paragraph(typed),
        listed((typed,)),
        Quote((Paragraph(typed),)),
        Code(typed),
        Facts((Fact("語", typed),)),
        Table((Column(typed),), ((typed,),)),
        ComparisonTable("旧", "新", (ComparisonRow((Segment(Change.EQUAL, typed),), ()),)),
        Signatures((SignatureBox("市", typed),)),
        Note(typed),
        Paragraph((Run(typed, link="https://example.jp"),)),
    )
    assert "\n".join(_texts(_word(a_document(*parts)))).count(kept) == 11


def _word(document: Document) -> WordDocument:
    return docx.Document(BytesIO(to_docx(document)))


def _xml(package: bytes, name: str) -> Any:
    with ZipFile(BytesIO(package)) as parts:
        return etree.fromstring(parts.read(name))


def _styled(word: WordDocument) -> list[tuple[str | None, str]]:
    return [
        (paragraph.style.name if paragraph.style else None, paragraph.text) for paragraph in word.paragraphs
    ]


def _texts(word: WordDocument) -> Iterator[str]:
    for paragraph in word.paragraphs:
        yield paragraph.text
    for table in word.tables:
        for row in table.rows:
            for cell in row.cells:
                yield cell.text
