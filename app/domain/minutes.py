"""The text of minutes: what it refers to instead of retyping it, and its hash (M6, M7).

A reference is written {{決定:令和8年度 教育-12号}} for a decision, {{採決:EDU-02-001/2}} for the second round on a
difference; decision and ballot are the English words, and every width is read. What it says comes from the register.
A reference that stands alone on its line is shown at length, one within a sentence in a few words.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain import hashing
from app.domain.numbering import parse_decision_number, parse_difference_number


class ReferenceKind(StrEnum):
    """What a text of minutes can refer to."""

    DECISION = "decision"
    ROUND = "round"


@dataclass(frozen=True)
class Reference:
    """A decision by its number, or a round by its difference's number and its own: EDU-02-001/2."""

    kind: ReferenceKind
    name: str

    def __str__(self) -> str:
        word = "決定" if self.kind is ReferenceKind.DECISION else "採決"
        return f"{{{{{word}:{self.name}}}}}"


_WORDS = {
    "決定": ReferenceKind.DECISION,
    "decision": ReferenceKind.DECISION,
    "採決": ReferenceKind.ROUND,
    "ballot": ReferenceKind.ROUND,
}
_BRACES = re.compile(r"[{｛]{2}([^{}｛｝\n]*)[}｝]{2}")
_ALONE = re.compile(r"^[{｛]{2}([^{}｛｝\n]*)[}｝]{2}[ \t　]*$", re.MULTILINE)
_ROUND = re.compile(r"(.+)/([0-9]{1,4})")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")

CONCLUSION_TITLES = frozenset({"結論", "結果", "Conclusion", "Result"})
"""What the part of an item is headed that says how it ended."""

TEXT_FORM = "minutes-text-1"
FINAL_FORM = "minutes-final-1"


def references(body: str) -> dict[str, Reference | None]:
    """What stands in double braces, as typed, in order; None for what cannot be read as a reference."""
    return {found[0]: _parsed(found[1]) for found in _BRACES.finditer(body)}


def resolved(body: str, short: Mapping[Reference, str], long: Mapping[Reference, str]) -> str:
    """The Markdown with every reference replaced by Markdown: at length where it stands alone, else in short.

    One that cannot be read or is not among the given ones stays as it was typed.
    """
    at_length = _ALONE.sub(_replacer(long, "\n{}\n"), body)
    return _BRACES.sub(_replacer(short, "{}"), at_length)


def without_unknown(body: str, known: Collection[Reference]) -> str:
    """The text with the braces of everything else set apart, so that it refers to nothing."""

    def apart(found: re.Match[str]) -> str:
        return found[0] if _parsed(found[1]) in known else f"{{ {{{found[1]}}} }}"

    return _BRACES.sub(apart, body)


def escaped(text: str) -> str:
    """A text of one line whose characters mean nothing in Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def text_hash(body: str, facts: Mapping[str, Any]) -> str:
    """The hash of a version: its text and the facts that stand beside it."""
    return hashing.digest(hashing.canonical_json({"form": TEXT_FORM, "body": body, "facts": facts}))


def final_hash(version_hash: str, confirmed: list[dict[str, str]], bound: Mapping[str, Any]) -> str:
    """The hash of final minutes: the version, who confirmed it and when, and what it refers to (M6)."""
    parts = {"form": FINAL_FORM, "version": version_hash, "confirmed": confirmed, "bound": bound}
    return hashing.digest(hashing.canonical_json(parts))


def _replacer(words: Mapping[Reference, str], frame: str) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        reference = _parsed(found[1])
        return frame.format(words[reference]) if reference and reference in words else found[0]

    return replace


def _parsed(inside: str) -> Reference | None:
    word, colon, name = unicodedata.normalize("NFKC", inside).partition(":")
    kind = _WORDS.get(word.strip().lower())
    if kind is ReferenceKind.DECISION and colon:
        decision = parse_decision_number(name)
        if decision is not None:
            return Reference(kind, str(decision))
    if kind is ReferenceKind.ROUND and colon:
        found = _ROUND.fullmatch(name.strip())
        difference = parse_difference_number(found[1]) if found else None
        if found and difference is not None and int(found[2]) > 0:
            return Reference(kind, f"{difference}/{int(found[2])}")
    return None
