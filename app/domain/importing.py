"""An import of differences: what a spreadsheet says, row by row, and what is wrong in which cell (A7)."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from app.domain.differences import DifferenceKind
from app.domain.positions import is_reason
from app.domain.sheets import Sheet, column_name

MAX_TITLE = 120
MAX_TEXT = 10_000


class Column(StrEnum):
    """A column that an import needs; those of the cities come besides."""

    GROUP = "group"
    TITLE = "title"
    KIND = "kind"
    WHY = "why"


@dataclass(frozen=True)
class Known:
    """What cells can name, by the folded words for it: headers, groups, kinds, cities; and what is there already.

    cities_of_group holds the codes of the cities that take part; titles are pairs of group and folded title.
    """

    headers: Mapping[str, Column]
    groups: Mapping[str, str]
    kinds: Mapping[str, DifferenceKind]
    cities: Mapping[str, str]
    cities_of_group: Mapping[str, frozenset[str]]
    titles: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which sheet, row (from 1, as people see it) and column, and what the cell says."""

    sheet: str
    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True)
class Row:
    """A difference to be raised, with what cities do today by the code of the city."""

    sheet: str
    row: int
    group: str
    title: str
    kind: DifferenceKind
    why: str
    practices: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """JSON values only, to be kept until the import is confirmed."""
        return asdict(self) | {"kind": self.kind.value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The row of to_json()."""
        return cls(**{**kept, "kind": DifferenceKind(kept["kind"])})


@dataclass(frozen=True)
class Reading:
    """What the sheets say. With a fault nothing can be imported."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def fold(text: str) -> str:
    """Words as they are compared: any width, any case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_differences(sheets: Sequence[Sheet], known: Known) -> Reading:
    """Every row of every sheet that is not empty, and every fault, in the order of the cells (A7)."""
    rows: list[Row] = []
    faults: list[Fault] = []
    seen = set(known.titles)
    for sheet in sheets:
        if sheet.rows:
            _read_sheet(sheet, known, seen, rows, faults)
    if not rows and not faults:
        faults.append(Fault(sheets[0].name if sheets else "", 1, "A", "import_no_rows"))
    return Reading(tuple(rows), tuple(faults))


def _read_sheet(
    sheet: Sheet, known: Known, seen: set[tuple[str, str]], rows: list[Row], faults: list[Fault]
) -> None:
    columns, cities, wrong = _header(sheet, known)
    faults += wrong
    if wrong:
        return
    for number, cells in enumerate(sheet.rows[1:], 2):
        if any(cells):
            reader = _RowReader(sheet.name, number, cells, columns, cities, known)
            row = reader.read(seen)
            rows += [row] if row else []
            faults += reader.faults


def _header(sheet: Sheet, known: Known) -> tuple[dict[Column, int], dict[str, int], list[Fault]]:
    columns: dict[Column, int] = {}
    cities: dict[str, int] = {}
    faults: list[Fault] = []
    for index, cell in enumerate(sheet.rows[0]):
        word = fold(cell)
        column, city = known.headers.get(word), known.cities.get(word)
        if column in columns or city in cities:
            faults.append(Fault(sheet.name, 1, column_name(index), "import_column_twice", cell))
        elif column:
            columns[column] = index
        elif city:
            cities[city] = index
        elif word:
            faults.append(Fault(sheet.name, 1, column_name(index), "import_column_unknown", cell))
    missing = [column for column in Column if column not in columns]
    faults += [Fault(sheet.name, 1, "", "import_column_missing", column.value) for column in missing]
    return columns, cities, faults


class _RowReader:
    """One row: its cells by their columns, and the faults found in them."""

    def __init__(
        self,
        sheet: str,
        number: int,
        cells: Sequence[str],
        columns: Mapping[Column, int],
        cities: Mapping[str, int],
        known: Known,
    ) -> None:
        self.sheet, self.number, self.cells = sheet, number, cells
        self.columns, self.cities, self.known = columns, cities, known
        self.faults: list[Fault] = []

    def read(self, seen: set[tuple[str, str]]) -> Row | None:
        """The row, if nothing is wrong in it; its title then counts as taken."""
        group = self._named(Column.GROUP, self.known.groups.get, "import_group_unknown")
        title = self._words(Column.TITLE, MAX_TITLE)
        kind = self._named(Column.KIND, self.known.kinds.get, "import_kind_unknown")
        why = self._words(Column.WHY, MAX_TEXT)
        practices = dict(self._practices(group))
        if group and title and (group, fold(title)) in seen:
            self._fault(self.columns[Column.TITLE], "import_title_exists", title)
        if self.faults or not group or kind is None:
            return None
        seen.add((group, fold(title)))
        return Row(self.sheet, self.number, group, title, kind, why, practices)

    def _practices(self, group: str | None) -> Iterator[tuple[str, str]]:
        here = self.known.cities_of_group.get(group or "", frozenset())
        for city, index in self.cities.items():
            text = self._cell(index)
            if not text:
                continue
            if group and city not in here:
                self._fault(index, "import_city_not_in_group", text)
            elif len(text) > MAX_TEXT:
                self._fault(index, "import_text_too_long", text)
            yield city, text

    def _named(self, column: Column, find: Callable[[str], Any], unknown: str) -> Any:
        text = self._cell(self.columns[column])
        found = find(fold(text)) if text else None
        if found is None:
            self._fault(self.columns[column], unknown if text else "import_cell_empty", text)
        return found

    def _words(self, column: Column, most: int) -> str:
        text = self._cell(self.columns[column])
        if not is_reason(text):
            self._fault(self.columns[column], "import_cell_empty", text)
        elif len(text) > most:
            self._fault(self.columns[column], "import_text_too_long", text)
        return text

    def _cell(self, index: int) -> str:
        return self.cells[index] if index < len(self.cells) else ""

    def _fault(self, index: int, code: str, value: str) -> None:
        self.faults.append(Fault(self.sheet, self.number, column_name(index), code, value[:80]))
