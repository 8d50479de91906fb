"""Words that would mean unfinished work, a hidden test or a machine of ours stand nowhere in the repository."""

import re

from tests.architecture.source import ROOT, files, name, tree
from tests.architecture.source import called as calls

FOLDERS = (
    "app",
    "tests",
    "templates",
    "static",
    "seed",
    "bench",
    "migrations",
    "scripts",
    "docs",
    "translations",
)
TEXT = (".py", ".html", ".css", ".js", ".md", ".po", ".txt", ".toml", ".sh", ".json", ".csv")
UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|HACK|WIP)\b|(?i:lorem ipsum|coming soon|not (yet )?implemented)|NotImplementedError"
    r"|準備中|工事中|近日公開|未実装"
)
MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w")
ITSELF = "tests/architecture/test_words.py"
HIDING = {"skip", "skipif", "xfail", "importorskip"}
MAY_SKIP = "tests/support/missing.py"


def test_nothing_is_left_for_later() -> None:
    assert _lines_with(UNFINISHED) == []


def test_no_path_of_one_machine_is_written_down() -> None:
    assert _lines_with(MACHINE) == []


def test_no_test_is_hidden() -> None:
    hidden = [
        f"{name(path)}:{line}"
        for path in files("tests")
        if name(path) != MAY_SKIP
        for called, line in calls(tree(path))
        if called in HIDING
    ]
    assert hidden == []


def test_no_test_sleeps() -> None:
    sleeping = [
        f"{name(path)}:{line}"
        for path in files("tests")
        for called, line in calls(tree(path))
        if called in {"sleep", "wait_for_timeout"}
    ]
    assert sleeping == []


def test_the_locked_requirements_name_no_host() -> None:
    for path in ROOT.glob("requirements*"):
        assert "://" not in path.read_text(encoding="utf-8"), path.name


def test_the_check_knows_unfinished_work_when_it_sees_it() -> None:
    assert UNFINISHED.search("# " + "TO" + "DO: the rest")
    assert not UNFINISHED.search("the mastodon has a to-do list")


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    paths = [path for path in files(*FOLDERS, suffixes=TEXT) if name(path) != ITSELF]
    return [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in [*paths, ROOT / "README.md", ROOT / "Makefile"]
        if path.exists()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
