"""Reading an import: every fault is named by sheet, row and column (A7)."""

from io import BytesIO

import pytest
import xlsxwriter

from app.domain.differences import DifferenceKind
from app.domain.importing import Column, Known, Row, fold, read_differences
from app.domain.sheets import MAX_ROWS, Sheet, SheetsRefused, column_name, read_sheets

HEADER = ("グループ", "件名", "種別", "問題となる理由", "立川市", "日野市")
GOOD = ("EDU-02", "通知の時期", "運用", "市ごとに違う。", "1月に送る。", "")
KNOWN = Known(
    headers={
        fold(word): column
        for word, column in zip(HEADER, (Column.GROUP, Column.TITLE, Column.KIND, Column.WHY), strict=False)
    },
    groups={fold("EDU-02"): "EDU-02", fold("TAX-01"): "TAX-01"},
    kinds={fold("運用"): DifferenceKind.OPERATION},
    cities={fold("立川市"): "132021", fold("日野市"): "132128"},
    cities_of_group={"EDU-02": frozenset({"132021", "132128"}), "TAX-01": frozenset({"132021"})},
    titles=frozenset({("EDU-02", fold("学校の決め方"))}),
)


def _sheet(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Sheet:
    return Sheet("差異", (header, *rows))


def _with(place: int, text: str) -> tuple[str, ...]:
    return (*GOOD[:place], text, *GOOD[place + 1 :])


def test_a_row_is_a_difference_with_the_practices_that_are_filled_in() -> None:
    reading = read_differences([_sheet(GOOD)], KNOWN)
    assert reading.faults == ()
    row = Row(
        "差異",
        2,
        "EDU-02",
        "通知の時期",
        DifferenceKind.OPERATION,
        "市ごとに違う。",
        {"132021": "1月に送る。"},
    )
    assert reading.rows == (row,)
    assert Row.from_json(row.to_json()) == row


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (_with(0, ""), "A", "import_cell_empty"),
        (_with(0, "EDU-99"), "A", "import_group_unknown"),
        (_with(1, "　"), "B", "import_cell_empty"),
        (_with(1, "学校の　決め方"), "B", "import_title_exists"),
        (_with(1, "長" * 121), "B", "import_text_too_long"),
        (_with(2, "運動"), "C", "import_kind_unknown"),
        (_with(3, "**"), "D", "import_cell_empty"),
        (("TAX-01", *GOOD[1:5], "しない。"), "F", "import_city_not_in_group"),
    ],
)
def test_a7_one_bad_cell_is_named_by_sheet_row_and_column(
    row: tuple[str, ...], column: str, code: str
) -> None:
    reading = read_differences([_sheet(_with(1, "先の行"), row)], KNOWN)
    assert [(f.sheet, f.row, f.column, f.code) for f in reading.faults] == [("差異", 3, column, code)]
    assert [r.title for r in reading.rows] == ["先の行"]


def test_a7_a_title_that_stands_twice_in_the_file_is_a_fault_of_the_second() -> None:
    reading = read_differences([_sheet(GOOD, GOOD)], KNOWN)
    assert [(f.row, f.code) for f in reading.faults] == [(3, "import_title_exists")]


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        (HEADER[1:], [("", "import_column_missing")]),
        ((*HEADER, "八王子市"), [("G", "import_column_unknown")]),
        ((*HEADER, "立川市"), [("G", "import_column_twice")]),
    ],
)
def test_a7_a_header_that_does_not_fit_stops_the_sheet(
    header: tuple[str, ...], faults: list[tuple[str, str]]
) -> None:
    reading = read_differences([_sheet(GOOD, header=header)], KNOWN)
    assert [(f.column, f.code) for f in reading.faults] == faults
    assert reading.rows == ()


def test_an_empty_file_has_nothing_to_import() -> None:
    assert [f.code for f in read_differences([_sheet()], KNOWN).faults] == ["import_no_rows"]
    assert [f.code for f in read_differences([], KNOWN).faults] == ["import_no_rows"]


def test_headers_and_codes_may_be_typed_in_any_width() -> None:
    row = ("ｅｄｕ－０２", *GOOD[1:])
    header = ("グ ループ", *HEADER[1:])
    assert read_differences([_sheet(row, header=header)], KNOWN).faults == ()


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_people_see(index: int, letters: str) -> None:
    assert column_name(index) == letters


def _workbook(rows: list[list[object]], first_row: int = 0) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("一覧")
    for number, row in enumerate(rows):
        sheet.write_row(first_row + number, 0, row)
    book.close()
    return target.getvalue()


def test_rows_of_a_workbook_keep_the_numbers_people_see() -> None:
    (sheet,) = read_sheets("差異.xlsx", _workbook([["件名"], [3.0]], first_row=2))
    assert sheet == Sheet("一覧", (("",), ("",), ("件名",), ("3",)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_as_offices_save_it(encoding: str) -> None:
    content = '件名,立川市\r\n通知,"1月,2月"\r\n'.encode(encoding)
    assert read_sheets("差異.CSV", content) == [Sheet("差異", (("件名", "立川市"), ("通知", "1月,2月")))]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("差異.pdf", b"%PDF-", "import_kind_not_taken"),
        ("差異.xlsx", b"PK\x03\x04 broken", "import_unreadable"),
        ("差異.csv", b"\xff\xfe\x00\x81", "import_unreadable"),
        ("差異.xlsx", _workbook([["x"]] * (MAX_ROWS + 2)), "import_too_many_rows"),
        ("差異.xlsx", _workbook([["x"] * 61]), "import_too_many_columns"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(SheetsRefused) as refused:
        read_sheets(name, content)
    assert refused.value.code == code
