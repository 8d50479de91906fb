"""Spreadsheets: rows as .xlsx or CSV in which no text can become a formula (M11)."""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from app.domain.calendar import TOKYO
from app.exports.measures import display_width
from app.exports.prepare import clean

Cell = str | int | float | Decimal | date | None

MAX_CELL = 32_767
CUT_MARK = "…【以下切捨て／cut here】"
EXACT_DIGITS = 15
MAX_ROWS = 1_048_576
FONT = "Yu Gothic"
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - of no time: equal sheets give equal bytes

# Spaces first do not help a reader who imports with trimming, so they do not protect here either.
_FORMULA = re.compile(r"[\t\r\n]|[\s\u3000\ufeff]*[=+\-@＝＋－＠]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a header, then rows. Numbers, dates and instants (shown in JST) are cells of their kind.

    Widths are in half-width characters; without them the contents decide.
    """

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what could be one (M11)."""
    return f"'{text}" if _FORMULA.match(text) else text


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file; equal sheets give equal bytes. A text longer than a cell can hold is cut, marked and coloured."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": CREATED})
    book.formats[0].set_font_name(FONT)
    writer = _Writer(book)
    names: set[str] = set()
    for sheet in sheets:
        writer.add(sheet, _sheet_name(sheet.name, names))
    book.close()
    return target.getvalue()


def to_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV as Japanese Excel opens it: UTF-8 with BOM, CRLF (M11)."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return neutral(_text(cell)) if isinstance(cell, str) else _plain(cell)


def _plain(cell: int | float | Decimal | date) -> str:
    """A number or a date as text; a negative number is no formula."""
    if isinstance(cell, datetime):
        return _local(cell).isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _text(text: str) -> str:
    """Text without characters a cell cannot hold. Line ends are kept as they are for `neutral` to judge."""
    first = text[:1] if text[:1] in "\t\r\n" else ""
    return first + clean(text[len(first) :])


def _local(instant: datetime) -> datetime:
    """The time on the clocks of Tokyo; a time without a zone already is one."""
    return instant.astimezone(TOKYO).replace(tzinfo=None) if instant.tzinfo else instant


class _Writer:
    """Writes sheets into one book, with its formats."""

    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"font_name": FONT, "valign": "top", "text_wrap": True}
        self.body = book.add_format(base)
        self.head = book.add_format(
            base | {"bold": True, "bg_color": "#F1F3F8", "border": 1, "border_color": "#8C8C8C"}
        )
        self.cut = book.add_format(base | {"bg_color": "#FFF2CC"})
        self.day = book.add_format(base | {"num_format": "yyyy-mm-dd"})
        self.instant = book.add_format(base | {"num_format": "yyyy-mm-dd hh:mm"})

    def add(self, sheet: Sheet, name: str) -> None:
        page = self.book.add_worksheet(name)
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.freeze_panes(1, 0)
        widths = [display_width(title) + 4 for title in sheet.header]
        for column, title in enumerate(sheet.header):
            self.write_text(page, 0, column, title, self.head)
        last = 0
        for last, row in enumerate(sheet.rows, 1):
            if last >= MAX_ROWS:
                raise ValueError(f"more than {MAX_ROWS} rows on one sheet")
            for column, cell in enumerate(row):
                self.write(page, last, column, cell)
                if column < len(widths):
                    widths[column] = max(widths[column], _width(cell))
        for column, width in enumerate(sheet.widths or [min(width, 60) for width in widths]):
            page.set_column(column, column, width)
        if sheet.header:
            page.autofilter(0, 0, last, len(sheet.header) - 1)

    def write(self, page: Any, row: int, column: int, cell: Cell) -> None:
        match cell:
            case None | "":
                page.write_blank(row, column, None, self.body)
            case str():
                self.write_text(page, row, column, cell, self.body)
            case bool():
                page.write_boolean(row, column, cell, self.body)
            case int() | float() | Decimal():
                self.write_number(page, row, column, cell)
            case datetime():
                page.write_datetime(row, column, _local(cell), self.instant)
            case _:
                page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self.day)  # noqa: DTZ001

    def write_text(self, page: Any, row: int, column: int, text: str, form: Any) -> None:
        """Always as text, never through the library's guess of what a text means."""
        safe = neutral(_text(text))
        if _utf16_length(safe) > MAX_CELL:
            safe, form = _cut(safe), self.cut
        page.write_string(row, column, safe, form)

    def write_number(self, page: Any, row: int, column: int, number: int | float | Decimal) -> None:
        """A number, or its digits as text where a cell would round or refuse it."""
        value = float(number)
        exact = math.isfinite(value) and (Decimal(value) == number or len(str(number)) <= EXACT_DIGITS)
        if exact:
            page.write_number(row, column, value, self.body)
        else:
            page.write_string(row, column, str(number), self.body)


def _width(cell: Cell) -> int:
    text = cell if isinstance(cell, str) else "" if cell is None else _plain(cell)
    return max(map(display_width, text[:400].split("\n"))) + 2


def _utf16_length(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _cut(text: str) -> str:
    room = MAX_CELL - len(CUT_MARK)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + CUT_MARK


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name a sheet may have: 31 characters, none of []:*?/\\, no other sheet's."""
    base = _NOT_IN_NAMES.sub(" ", clean(name)).strip(" '")[:31].rstrip() or "Sheet"
    found, number = base, 2
    while found.casefold() in taken or found.casefold() == "history":
        suffix = f" ({number})"
        found, number = base[: 31 - len(suffix)] + suffix, number + 1
    taken.add(found.casefold())
    return found
