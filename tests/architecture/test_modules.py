"""What import contracts cannot say: imports at the top, one clock, no shape of a web area but one."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import ROOT, called, files, name, tree

CLOCK = "app/clock.py"
PRESENT = {"now": {"datetime"}, "utcnow": {"datetime"}, "today": {"date", "datetime"}, "time": {"time"}}
AREA_FILE = re.compile(r"(__init__|([a-z_]+_)?(views|forms)(_[a-z_]+)?)\.py")
AREA_FILE_MEANING = "views.py and forms.py, or one pair for each page: ballots_views.py, views_ballots.py"


def test_imports_stand_at_the_top() -> None:
    inner = [f"{name(path)}:{line}" for path in files("app") for line in inner_imports(tree(path))]
    assert inner == []


def test_only_models_import_for_types_alone() -> None:
    # The import contracts leave such imports out: the two sides of a relationship name each other.
    elsewhere = [path for path in files("app") if not name(path).startswith("app/models/")]
    assert [name(path) for path in elsewhere if "TYPE_CHECKING" in _names(tree(path))] == []


def test_only_the_clock_knows_the_present() -> None:
    asking = [
        f"{name(path)}:{line}"
        for path in files("app")
        if name(path) != CLOCK
        for line in present_asked(tree(path))
    ]
    assert asking == []


def test_every_area_of_the_web_has_the_same_shape() -> None:
    areas = [
        path
        for path in (ROOT / "app/web").glob("*")
        if path.is_dir() and path.name not in ("kit", "__pycache__")
    ]
    stray = [
        name(path) for area in areas for path in area.rglob("*.py") if not AREA_FILE.fullmatch(path.name)
    ]
    assert stray == [], AREA_FILE_MEANING


def test_no_view_asks_the_session_below_the_web() -> None:
    below = [path for path in files("app") if not name(path).startswith("app/web/")]
    assert [name(path) for path in below if "current_user" in _names(tree(path))] == []


def test_the_check_sees_an_import_inside_a_function() -> None:
    module = ast.parse("import a\nif a:\n    import b\ndef f():\n    from c import d\n    return d")
    assert list(inner_imports(module)) == [5]


def test_the_check_sees_each_way_to_ask_for_the_present() -> None:
    for line in ("datetime.now(UTC)", "datetime.datetime.utcnow()", "date.today()", "time.time()"):
        assert list(present_asked(ast.parse(line))) == [1], line
    assert list(present_asked(ast.parse("clock.now(); now(); value.time()"))) == []


def inner_imports(module: ast.Module) -> Iterator[int]:
    """The lines of imports that stand inside a function."""
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node.lineno


def present_asked(module: ast.Module) -> Iterator[int]:
    """The lines that ask the machine for the time of day or the date."""
    for node in ast.walk(module):
        match node:
            case ast.Call(
                func=ast.Attribute(attr=asked, value=ast.Name(id=owner) | ast.Attribute(attr=owner))
            ):
                if owner in PRESENT.get(asked, ()):
                    yield node.lineno


def _names(module: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(module) if isinstance(node, ast.Name)} | {
        call for call, _ in called(module)
    }
