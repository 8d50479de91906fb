"""The README stays true: its tree names what is there, its commands exist."""

import re

import pytest

from tests.architecture.source import ROOT

README = ROOT / "README.md"
MADE_BY_RUNNING = {"instance", "test-results"}


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text(encoding="utf-8")


def test_the_tree_names_every_top_folder(readme: str) -> None:
    folders = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith((".", "__")) and path.name not in MADE_BY_RUNNING
    }
    assert {folder for folder in folders if f"{folder}/" not in readme} == set()


def test_the_tree_names_every_layer(readme: str) -> None:
    layers = {
        path.name for path in (ROOT / "app").iterdir() if path.is_dir() and not path.name.startswith("__")
    }
    assert {layer for layer in layers if f"{layer}/" not in readme} == set()


def test_every_command_it_tells_exists(readme: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", readme)) - targets == set()
