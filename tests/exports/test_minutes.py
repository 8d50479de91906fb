"""M10: minutes as Word, PDF and Markdown say what the page shows, and reader programs open them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from docx import Document as WordFile
from docx.oxml.ns import qn
from sqlalchemy.orm import Session

from app.clock import now
from app.domain import blocks
from app.domain.meetings import MinutesLayout
from app.exports.document import (
    Document,
    Facts,
    Heading,
    Letterhead,
    ListOf,
    Note,
    Paragraph,
    Part,
    Signatures,
    Table,
    plain,
)
from app.exports.markdown import to_markdown
from app.exports.minutes import minutes_document, minutes_filename
from app.exports.pdf import to_pdf
from app.exports.word import to_docx
from app.queries.council import the_council
from app.queries.meetings.minutes_page import minutes_page
from app.queries.meetings.sheet import MinutesSheet
from tests.builders.meetings import SAID, Sitting, a_full_sitting, circulated, confirmed
from tests.support.readers import office_pdf, pdf_text, read_with

ORDER = [
    "出席者",
    "欠席者",
    "配布資料",
    "議事",
    "決定事項一覧",
    "持ち帰り一覧",
    "次回",
    "確認者",
]


def test_m8_the_document_has_every_section_in_its_order(session: Session) -> None:
    document = _document(a_full_sitting())

    assert isinstance(document.parts[0], Facts)
    titles = [plain(part.text) for part in document.parts if isinstance(part, Heading) and part.level == 1]
    assert [title.partition("　")[0] for title in titles] == ORDER
    items = [plain(part.text) for part in document.parts if isinstance(part, Heading) and part.level == 2]
    assert [item.partition("　")[0] for item in items] == ["議題1", "議題2", "議題3"]
    under = [plain(part.text) for part in document.parts if isinstance(part, Heading) and part.level == 3]
    assert under == ["説明", "主な意見", "結論"] * 3
    assert (document.title, document.stamp) == ("就学 第1回会議 議事録", "案")
    assert document.date.isoformat() == "2026-12-01"


def test_m10_pdf_and_word_say_all_that_the_document_says_with_fonts_inside(
    session: Session, tmp_path: Path
) -> None:
    sitting = a_full_sitting()
    circulated(sitting)
    confirmed(sitting, sitting.voices[:1])
    document = _document(sitting)
    pdf = to_pdf(document)
    printed = office_pdf(to_docx(document), tmp_path)

    for source in (pdf, printed):
        read = _bare(pdf_text(source, tmp_path))
        assert [text for text in texts_of(document.parts) if _bare(text) not in read] == []
        assert "案（確認中）" in read
    (tmp_path / "fonts.pdf").write_bytes(pdf)
    fonts = read_with("pdffonts", tmp_path / "fonts.pdf").splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "every font is embedded"


def test_m10_word_names_an_east_asian_font_on_every_style(session: Session) -> None:
    word = WordFile(BytesIO(to_docx(_document(a_full_sitting()))))
    fonts = [style.element.find(f".//{qn('w:rFonts')}") for style in word.styles if style.type in (1, 2)]
    named = [font for font in fonts if font is not None]

    assert named
    assert all(font.get(qn("w:eastAsia")) for font in named)


def test_m10_word_counts_headings_and_tables_itself_so_that_an_office_goes_on_editing(
    session: Session, tmp_path: Path
) -> None:
    document = _document(a_full_sitting())
    packed = to_docx(document)
    word = WordFile(BytesIO(packed))
    heading = word.styles["Heading 1"].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    first = [each.text for each in word.paragraphs if each.style and each.style.name == "Heading 1"]
    captions = [each for each in word.paragraphs if each.style and each.style.name == "Caption"]
    fields = ["".join(code.text for code in each._p.iter(qn("w:instrText"))) for each in captions]
    heads = [table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") for table in word.tables]

    assert heading is not None
    assert first == ORDER
    assert [each.text for each in captions] == [
        "表1　出席者", "表2　欠席者", "表3　決定事項一覧", "表4　持ち帰り一覧",
    ]  # fmt: skip
    assert fields == [" SEQ Table \\* ARABIC "] * 4
    assert sum(head is not None for head in heads) >= 4, "a long table repeats its head on every page"
    assert word.core_properties.author == "試験協議会"
    printed = _bare(pdf_text(office_pdf(packed, tmp_path), tmp_path))
    assert all(f"{place}{title}" in printed for place, title in enumerate(ORDER, 1))


def test_m10_the_letterhead_names_council_office_and_document_number(session: Session) -> None:
    sitting = a_full_sitting()
    circulated(sitting)
    document = _document(sitting)

    assert document.number == "令和8年度 議事録第1号"
    assert document.letterhead == Letterhead("試験協議会", ("事務局",))


def test_m10_results_only_leave_explanations_and_opinions_out_and_say_so(session: Session) -> None:
    sitting = a_full_sitting()
    sheet = minutes_page(sitting.meeting.id, sitting.secretary, now(), layout=MinutesLayout.RESULTS).sheet
    text = to_markdown(minutes_document(sheet, the_council()))

    assert "説明と主な意見を省き" in text
    assert "### 議題2　" in text
    assert "次回に協議する。" in text
    assert SAID not in text
    assert "#### " not in text
    assert minutes_filename(sheet, "md") == "EDU-02_第1回_議事録_結果のみ_案.md"


def test_m10_markdown_reads_back_as_the_same_sections(session: Session) -> None:
    document = _document(a_full_sitting())
    read = blocks.blocks(to_markdown(document))
    titles = ["".join(run.text for run in block.runs) for block in read if isinstance(block, blocks.Heading)]

    assert titles[0] == document.title
    numbered = [f"{place}　{title}" for place, title in enumerate(ORDER, 1)]
    assert [title for title in titles[1:] if title in numbered] == numbered


def test_a_file_is_named_by_meeting_and_state(session: Session) -> None:
    sitting = a_full_sitting()
    assert minutes_filename(_sheet(sitting), "docx") == "EDU-02_第1回_議事録_案.docx"
    circulated(sitting)

    assert minutes_filename(_sheet(sitting), "pdf") == "EDU-02_第1回_議事録_案（確認中）.pdf"


def _sheet(sitting: Sitting) -> MinutesSheet:
    return minutes_page(sitting.meeting.id, sitting.secretary, now()).sheet


def _document(sitting: Sitting) -> Document:
    return minutes_document(_sheet(sitting), the_council())


def texts_of(parts: tuple[Part, ...]) -> Iterator[str]:
    """Every piece of text of a document's parts."""
    for part in parts:
        match part:
            case Heading() | Paragraph() | Note():
                yield plain(part.text)
            case Facts():
                yield from (plain(text) for row in part.rows for text in (row.term, row.text))
            case Table():
                yield from (plain(column.title) for column in part.columns)
                yield from (plain(cell) for row in part.rows for cell in row)
            case ListOf():
                for item in part.items:
                    yield from texts_of(item)
            case Signatures():
                yield from (text for box in part.boxes for text in (box.heading, box.name, box.note))
            case _:
                raise AssertionError(f"minutes hold no {type(part).__name__}")


def _bare(text: str) -> str:
    """The text without spaces: a narrow column breaks its lines anywhere."""
    return "".join(text.split())
