"""Files stay small, say what belongs in them, and have a name that means something."""

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, files, name, tree

MOST_LINES = 300
CODE = ("app", "tests", "scripts", "seed", "bench")
INTERFACE = ("templates", "static")
EMPTY_NAMES = {"helper", "helpers", "util", "utils", "common", "misc", "stuff", "managers", "services"}


def _python() -> list[Path]:
    return [*files(*CODE), ROOT / "wsgi.py", ROOT / "gunicorn.conf.py"]


def test_no_file_is_longer_than_300_lines() -> None:
    paths = [*_python(), *files(*INTERFACE, suffixes=(".html", ".css", ".js", ".txt", ".xml"))]
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths if path.exists()
    }
    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}


def test_every_module_says_what_belongs_in_it() -> None:
    silent = [
        name(path)
        for path in _python()
        if path.exists() and (module := tree(path)).body and ast.get_docstring(module) is None
    ]
    assert silent == []


def test_every_style_sheet_and_script_says_what_belongs_in_it() -> None:
    paths = files("static", suffixes=(".css", ".js"))
    assert [
        name(path) for path in paths if not re.match(r"\s*(/\*|//)", path.read_text(encoding="utf-8"))
    ] == []


def test_no_file_has_a_name_that_means_nothing() -> None:
    assert [name(path) for path in files(*CODE) if path.stem in EMPTY_NAMES] == []


def test_no_class_is_a_helper_or_a_manager_of_something() -> None:
    classes = [
        (name(path), node.name)
        for path in files("app", "seed", "bench")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    ]
    assert [found for found in classes if re.search(r"(Helper|Manager|Utils?|Service)$", found[1])] == []
