"""Spreadsheets and CSV: no text becomes a formula (M11), and nothing is lost without a mark."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from app.exports.spreadsheet import CUT_MARK, MAX_CELL, Cell, Sheet, neutral, to_csv, to_xlsx

DANGEROUS = (
    "=1+1",
    "+81",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    " =1",
    "　＝1",
)
HARMLESS = ("立川市", "1-2", "a=b", "令和8年度 教育-12号", "'引用'", "", "※－")


@pytest.mark.parametrize("typed", DANGEROUS)
def test_m11_what_could_be_a_formula_is_text_in_both_formats(typed: str) -> None:
    assert neutral(typed) == f"'{typed}"
    assert to_csv([[typed]]).decode("utf-8-sig").lstrip('"').startswith("'")
    cell = _rows([Sheet("表", [typed], [[typed]])])[0]
    assert all(isinstance(text, str) and text.startswith("'") for row in cell for text in row)


@pytest.mark.parametrize("typed", HARMLESS)
def test_m11_other_text_stays_as_it_is(typed: str) -> None:
    assert neutral(typed) == typed
    assert _rows([Sheet("表", ["見出し"], [[typed, "右"]])])[0][1] == [typed, "右"]


def test_m11_no_formula_is_ever_written() -> None:
    with ZipFile(BytesIO(to_xlsx([Sheet("表", ["h"], [[text] for text in DANGEROUS])]))) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_m11_csv_has_a_bom_and_crlf() -> None:
    written = to_csv([["市", "件数"], ["立川市", 12], ['"引用", 改行\n', None]])
    assert written == '\ufeff市,件数\r\n立川市,12\r\n"""引用"", 改行\n",\r\n'.encode()


def test_numbers_dates_and_instants_are_cells_of_their_kind() -> None:
    row: list[Cell] = [
        -5,
        1.5,
        Decimal("0.1"),
        date(2026, 11, 23),
        datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        None,
    ]
    (sheet,) = _rows([Sheet("表", list("abcdef"), [row])])
    assert sheet[1] == [-5.0, 1.5, 0.1, date(2026, 11, 23), datetime(2026, 11, 23, 17, 0), ""]  # noqa: DTZ001
    assert to_csv([row]).decode("utf-8-sig") == "-5,1.5,0.1,2026-11-23,2026-11-23 17:00,\r\n"


def test_numbers_a_cell_would_round_are_kept_as_text() -> None:
    (sheet,) = _rows([Sheet("表", ["a", "b"], [[2**60 + 1, float("nan")]])])
    assert sheet[1] == [str(2**60 + 1), "nan"]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    (sheet,) = _rows([Sheet("表", ["a", "b"], [["字" * 40_000, "𠮷" * 20_000]])])
    for text in sheet[1]:
        assert isinstance(text, str)
        assert text.endswith(CUT_MARK)
        assert len(text.encode("utf-16-le")) // 2 <= MAX_CELL
    assert sheet[1][0] == "字" * (MAX_CELL - len(CUT_MARK)) + CUT_MARK


def test_a_text_that_just_fits_is_whole() -> None:
    assert _rows([Sheet("表", ["a"], [["字" * MAX_CELL]])])[0][1] == ["字" * MAX_CELL]


def test_characters_a_file_cannot_hold_go_and_the_rest_stays() -> None:
    assert _rows([Sheet("表", ["a"], [["a\x00b\ud800<c> & _x0041_"]])])[0][1] == ["ab<c> & _x0041_"]


def test_sheets_have_names_that_a_book_allows() -> None:
    names = ["a/b[c]:*?\\", "", "市" * 40, "市" * 40, "History", "A/B C"]
    book = CalamineWorkbook.from_filelike(BytesIO(to_xlsx([Sheet(name, ["a"], []) for name in names])))
    found = book.sheet_names
    assert found[0].startswith("a b c")
    assert found[1] == "Sheet"
    assert found[2] == "市" * 31
    assert found[3] == "市" * 27 + " (2)"
    assert found[4] == "History (2)"
    assert len({name.casefold() for name in found}) == 6


def test_the_header_stays_in_view_and_filters() -> None:
    with ZipFile(BytesIO(to_xlsx([Sheet("表", ["市", "件数"], [["立川市", 12]])]))) as package:
        page = package.read("xl/worksheets/sheet1.xml")
    assert b'state="frozen"' in page
    assert b'<autoFilter ref="A1:B2"' in page


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = [Sheet("表", ["a"], [["b", time(9).isoformat()]])]
    assert to_xlsx(sheets) == to_xlsx(sheets)


def _rows(sheets: list[Sheet]) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(to_xlsx(sheets)))
    return [book.get_sheet_by_index(index).to_python(skip_empty_area=False) for index in range(len(sheets))]  # type: ignore[misc]
