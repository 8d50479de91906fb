"""README and docs/operations.md stay true: the folders, commands and settings they name are those that exist."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, tree

SETTINGS = (ROOT / "app" / "config.py", ROOT / "gunicorn.conf.py")
MADE_BY_RUNNING = {"instance", "test-results"}


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def operations() -> str:
    return (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_tree_names_every_top_folder(readme: str) -> None:
    here = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    assert {folder for folder in here - MADE_BY_RUNNING if f"{folder}/" not in readme} == set()


def test_the_tree_names_every_layer(readme: str) -> None:
    layers = {
        path.name for path in (ROOT / "app").iterdir() if path.is_dir() and not path.name.startswith("__")
    }
    assert {layer for layer in layers if f"{layer}/" not in readme} == set()


@pytest.mark.parametrize("document", ["readme", "operations"])
def test_every_command_exists(document: str, request: pytest.FixtureRequest) -> None:
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", request.getfixturevalue(document), re.DOTALL))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = set(re.findall(r"(?:`|^|\s)make ([a-z-]+)", code))
    assert told, "the pattern finds nothing any more"
    assert told - targets == set()


def test_every_setting_is_explained(operations: str) -> None:
    tables = re.findall(r"^\| variable .*\n\|[-|]+\n((?:\|.*\n)+)", operations, re.MULTILINE)
    first_column = "".join(row.split("|")[1] for table in tables for row in table.splitlines())
    explained = set(re.findall(r"`([A-Z_]{4,})`", first_column))
    assert explained == {setting for path in SETTINGS for setting in _settings(tree(path))}


def _settings(module: ast.Module) -> set[str]:
    """The names read from the environment: constants in capitals that are handed to a call."""
    arguments = [node.args for node in ast.walk(module) if isinstance(node, ast.Call)]
    constants = [each.value for given in arguments for each in given if isinstance(each, ast.Constant)]
    return {each for each in constants if isinstance(each, str) and re.fullmatch(r"[A-Z][A-Z_]{3,}", each)}


def test_pages_of_decisions_are_numbered_without_gaps_and_say_their_number() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    said = [re.match(r"# (\d+)\. ", page.read_text(encoding="utf-8")) for page in pages]
    assert [int(number[1]) for number in said if number] == list(range(1, len(pages) + 1))
