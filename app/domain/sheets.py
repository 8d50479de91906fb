"""Reading spreadsheets that people send: sheets of cells as text, within bounds."""

import csv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from python_calamine import CalamineError, load_workbook

MAX_ROWS = 500
MAX_COLUMNS = 60
MAX_UNPACKED = 50 * 1024 * 1024
ENDINGS = (".xlsx", ".ods", ".csv")


class SheetsRefused(ValueError):
    """A file that is not read: the code of the reason, with its limit if it has one."""

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells as text, from the first row on, each row as long as it was filled."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(filename: str, content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx, .ods or CSV file (UTF-8 or Shift_JIS). Raises SheetsRefused."""
    ending = next((e for e in ENDINGS if filename.casefold().endswith(e)), None)
    if ending is None:
        raise SheetsRefused("import_kind_not_taken")
    sheets = [_csv(filename, content)] if ending == ".csv" else _workbook(content)
    return [_bounded(sheet) for sheet in sheets]


def column_name(index: int) -> str:
    """The letters over a column, the first being 0: A … Z, AA …"""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _csv(filename: str, content: bytes) -> Sheet:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        rows = tuple(tuple(cell.strip() for cell in row) for row in csv.reader(StringIO(text, newline="")))
        return Sheet(filename.rpartition(".")[0], rows)
    raise SheetsRefused("import_unreadable")


def _workbook(content: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise SheetsRefused("import_too_large", MAX_UNPACKED // (1024 * 1024))
        book = load_workbook(BytesIO(content))
        found = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        # Empty rows at the top count, so that a fault names the row that people see.
        return [Sheet(name, _texts(sheet.to_python(skip_empty_area=False))) for name, sheet in found]
    except (zipfile.BadZipFile, CalamineError, OSError):
        raise SheetsRefused("import_unreadable") from None


def _texts(rows: Sequence[Sequence[Any]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_text(cell) for cell in row) for row in rows)


def _text(cell: object) -> str:
    match cell:
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            return cell.isoformat()[:10]
    return str(cell).strip()


def _bounded(sheet: Sheet) -> Sheet:
    filled = sheet.rows
    while filled and not any(filled[-1]):
        filled = filled[:-1]
    if len(filled) > MAX_ROWS + 1:
        raise SheetsRefused("import_too_many_rows", MAX_ROWS)
    if any(len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]) for row in filled):
        raise SheetsRefused("import_too_many_columns", MAX_COLUMNS)
    return Sheet(sheet.name, filled)
