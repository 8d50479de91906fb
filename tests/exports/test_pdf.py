"""PDF files: embedded fonts, tags, bookmarks, and text that is never read as markup (M10)."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.domain.calendar import TOKYO
from app.exports.document import (
    Code,
    Column,
    Contents,
    Document,
    Fact,
    Facts,
    Heading,
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
from app.exports.glyphs import showable
from app.exports.pdf import to_pdf
from app.exports.typesetting import PdfFailed
from tests.builders.documents import a_document, every_part, minutes
from tests.support.readers import pdf_text, read_with

LEFT_EDGE, TEXT_WIDTH = 65.2, 464.9  # points: 23 mm, 164 mm

INJECTIONS = (
    "#set text(fill: red)",
    "$x^2$",
    "*a* _b_ `c`",
    "[[#]] ]",
    "= 見出し",
    "- 点",
    "// 消えない /* これも */",
    "\\u{41} \\#",
    "@ref <label>",
    "#panic(1)",
    "---",
    "~'\"",
    '#import "@preview/x:1.0.0": *',
    "https://example.jp//a",
)


def test_m10_a_reader_program_finds_every_section_of_the_minutes(tmp_path: Path) -> None:
    text = "".join(pdf_text(to_pdf(minutes()), tmp_path).split())
    for words in (
        "教育ワーキンググループ第7回会議議事録",
        "令和8年11月23日",
        "確認中（第2版）",
        "立川市役所3階302会議室",
        "議題1就学援助の認定基準（EDU-02-001）",
        "三鷹市（田中主査）システムの改修は令和9年度予算で",
        "令和8年度教育-12号",
        "宿題一覧",
        "日野市伊藤係長",
        "未確認",
        "1/3",
        "3/3",
    ):
        assert words in text


def test_m10_every_font_is_embedded(tmp_path: Path) -> None:
    path = tmp_path / "fonts.pdf"
    path.write_bytes(to_pdf(every_part()))
    lines = read_with("pdffonts", path).splitlines()[2:]
    assert any("NotoSansCJKjp-Regular" in line for line in lines)
    assert any("NotoSansCJKjp-Bold" in line for line in lines)
    assert [line for line in lines if " yes yes yes " not in line] == []


def test_m10_it_is_archivable_tagged_and_in_its_language() -> None:
    for document, language in ((minutes(), "ja"), (replace(minutes(), language="en"), "en")):
        catalogue: Any = _reader(document).root_object
        metadata = str(catalogue["/Metadata"].get_object().get_data())
        assert "pdfaid:part>2<" in metadata
        assert "pdfaid:conformance>A<" in metadata
        assert "pdfuaid:part>1<" in metadata
        assert catalogue["/MarkInfo"]["/Marked"]
        assert catalogue["/Lang"] == language


def test_it_names_title_author_and_the_documents_own_date() -> None:
    about = _reader(minutes()).metadata
    assert about is not None
    assert about.title == minutes().title
    assert about.author == "多摩地域業務標準化推進協議会"
    assert about.creation_date is not None
    assert about.creation_date.astimezone(TOKYO).isoformat() == "2026-11-23T00:00:00+09:00"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_pdf(minutes()) == to_pdf(minutes())
    assert to_pdf(minutes()) != to_pdf(replace(minutes(), stamp="確定"))


def test_headings_are_bookmarks() -> None:
    outline = _reader(
        a_document(Heading(1, "章"), Heading(2, "節"), Heading(4, "項"), Heading(1, "終章"))
    ).outline
    assert _titles(outline) == ["章", ["節", ["項"]], "終章"]


def test_the_running_head_stands_on_every_page_but_the_first() -> None:
    pages = _reader(minutes()).pages
    texts = ["".join(page.extract_text().split()) for page in pages]
    head = "教育WG－令和8年度－第7号教育ワーキンググループ第7回会議議事録"
    assert head not in texts[0]
    assert all(text.startswith(head) for text in texts[1:])


def test_m10_a_long_document_has_contents_with_pages_and_its_chapter_in_the_head() -> None:
    chapters = [
        part
        for title in ("印鑑登録", "就学", "給食")
        for part in (PageBreak(), Heading(1, title), Heading(2, "運用"), *[Paragraph("本文")] * 60)
    ]
    pages = _reader(a_document(Contents("目次"), *chapters)).pages
    texts = ["".join(page.extract_text().split()) for page in pages]
    heads = [
        next((t for t in ("印鑑登録", "就学", "給食") if text.startswith(f"標題{t}")), "") for text in texts
    ]

    assert heads[0] == ""
    assert heads[1:] == sorted(heads[1:], key=("印鑑登録", "就学", "給食").index)
    assert set(heads[1:]) == {"印鑑登録", "就学", "給食"}
    for title in ("印鑑登録", "就学", "給食"):
        assert re.search(rf"{title}[.\u2060]*{1 + heads.index(title)}", texts[0]), texts[0]


@pytest.mark.parametrize("typed", INJECTIONS)
def test_text_is_never_read_as_markup(typed: str, tmp_path: Path) -> None:
    column = Column(typed)
    parts: tuple[Part, ...] = (
        Paragraph(typed),
        listed((typed,)),
        Quote((Paragraph(typed),)),
        Code(typed),
        Facts((Fact(typed, typed),), typed),
        Table((column,), ((typed,),), typed),
        Signatures((SignatureBox(typed, typed, typed, typed),), typed),
        Note(typed, typed),
        Paragraph((Run(typed, bold=True), Run(typed, italic=True), Run(typed, code=True))),
    )
    text = "".join(pdf_text(to_pdf(a_document(*parts)), tmp_path).split())
    assert text.count("".join(typed.split())) >= 18


def test_titles_and_headings_are_never_read_as_markup(tmp_path: Path) -> None:
    typed = "#set *a* $b$"
    document = a_document(
        PageBreak(), Heading(1, typed), title=typed, subtitle=typed, number=typed, stamp=typed
    )
    assert pdf_text(to_pdf(document), tmp_path).count(typed) >= 6


def test_links_lead_out_and_within() -> None:
    document = a_document(
        Heading(1, "第1章", anchor="one"),
        PageBreak(),
        Paragraph((Run("外", link="https://example.jp/?a=1&b=2"), Run("内", link="#one"))),
    )
    notes: Any = _reader(document).pages[-1]["/Annots"]
    found = [note.get_object() for note in notes]
    assert [note["/A"]["/URI"] for note in found if "/A" in note] == ["https://example.jp/?a=1&b=2"]
    assert any("/Dest" in note for note in found)


def test_a_long_address_does_not_leave_its_cell(tmp_path: Path) -> None:
    address = "https://www.city.example.jp/" + "reiki_int/" * 12 + "x" * 80
    path = tmp_path / "address.pdf"
    path.write_bytes(
        to_pdf(a_document(Table((Column("出典", 1), Column("備考", 3)), ((address, "右の列"),))))
    )
    words = re.findall(
        r'xMax="([\d.]+)"[^>]*>([!-~]*(?:reiki|xx)[!-~]*)<', read_with("pdftotext", "-bbox", path, "-")
    )
    assert len(words) > 5
    assert max(float(right) for right, _ in words) < LEFT_EDGE + TEXT_WIDTH / 4
    assert address in "".join(pdf_text(path.read_bytes(), tmp_path).replace("右の列", "").split())


def test_characters_without_a_glyph_are_named_and_the_file_stays_accessible(tmp_path: Path) -> None:
    pdf = to_pdf(a_document(Paragraph("了解👍です。外字\ue000は☑済")))
    assert "了解〔THUMBS UP SIGN〕です。外字〔U+E000〕は☑済" in pdf_text(pdf, tmp_path)
    assert b"pdfuaid" in pdf


def test_a_text_that_no_standard_allows_is_set_all_the_same(tmp_path: Path) -> None:
    pdf = to_pdf(a_document(Paragraph("第\u0378条")))
    assert "条" in pdf_text(pdf, tmp_path)
    assert b"pdfuaid" not in pdf


@pytest.mark.parametrize(
    "text", ["髙﨑𠮷野家", "①㈱㍻№", "葛\U000e0100城 辻\U000e0100", "ｶﾀｶﾅ―〜～−", "Čeština ½ €"]
)
def test_the_characters_of_offices_have_glyphs(text: str) -> None:
    assert showable(text) == text


def test_an_empty_document_is_a_page() -> None:
    assert len(_reader(a_document(title="")).pages) == 1


def test_a_document_past_the_time_limit_fails_and_leaves_no_process() -> None:
    endless = a_document(Paragraph("長い文" * 200_000))
    with pytest.raises(PdfFailed, match=r"within 1 seconds|ended with"):
        to_pdf(endless, seconds=1)


def test_a_document_past_the_memory_limit_fails() -> None:
    with pytest.raises(PdfFailed):
        to_pdf(minutes(), megabytes=64)


def _reader(document: Document) -> PdfReader:
    return PdfReader(BytesIO(to_pdf(document)))


def _titles(outline: Any) -> list[object]:
    return [_titles(entry) if isinstance(entry, list) else entry.title for entry in outline]
