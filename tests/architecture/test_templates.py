"""What templates may hold: a timeline line for each event, nothing inline, no foreign host."""

import re

from app.domain.events import EventKind
from tests.architecture.source import ROOT, files, name

TIMELINE = ROOT / "templates" / "timeline"
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\bsrc\s*=)|\son[a-z]+\s*=\s*[\"'{]|javascript:", re.IGNORECASE
)
FOREIGN = re.compile(
    r"(?:\b(?:src|action|srcset)\s*=\s*[\"']|<link\b[^>]*href\s*=\s*[\"']|url\(\s*[\"']?)(?:https?:)?//", re.I
)


def test_every_kind_of_event_has_its_line_in_the_timeline() -> None:
    worded = {path.stem for path in TIMELINE.glob("*.html") if not path.stem.startswith("_")}
    assert {kind.value for kind in EventKind} - worded == set(), "these events have no template"
    assert worded - {kind.value for kind in EventKind} == set(), "these templates have no event"


def test_nothing_is_inline() -> None:
    assert _found(INLINE, ".html") == []


def test_nothing_comes_from_another_host() -> None:
    assert _found(FOREIGN, ".html", ".css", ".js") == []


def test_the_check_sees_what_is_inline_and_what_is_foreign() -> None:
    for line in ('<p style="x">', "<script>", '<a onclick="x">', '<a href="javascript:x">', "<style>"):
        assert INLINE.search(line), line
    for line in ('<script src="https://x/y.js">', "url(//x/y)", '<link rel="x" href="http://x">'):
        assert FOREIGN.search(line), line
    for line in ('<script type="module" src="{{ x }}">', '<a href="https://x">', '<td data-style="x">'):
        assert not INLINE.search(line), line
        assert not FOREIGN.search(line), line


def _found(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    return [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in files("templates", "static", suffixes=suffixes)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
