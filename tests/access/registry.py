"""The whole access table: the rows of every area, by endpoint."""

from importlib import import_module
from pathlib import Path

from tests.access.table import Row

NOT_AREAS = {"__init__", "table", "registry", "world", "conftest"}


def whole_table() -> dict[str, Row]:
    """Every endpoint's row; an endpoint in two files is a mistake."""
    table: dict[str, Row] = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem in NOT_AREAS or path.stem.startswith("test_"):
            continue
        rows: dict[str, Row] = import_module(f"tests.access.{path.stem}").TABLE
        twice = table.keys() & rows.keys()
        assert not twice, f"{path.stem} repeats {sorted(twice)}"
        table |= rows
    return table
