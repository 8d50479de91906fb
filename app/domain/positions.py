"""The positions a city can take in a round, and what counts as a reason for one."""

import html
import re
import unicodedata
from enum import StrEnum


class PositionKind(StrEnum):
    """The five positions a city can take; taking none is a state, not a position (B19)."""

    APPROVE = "approve"
    APPROVE_WITH_COMMENTS = "approve_with_comments"
    OBJECT = "object"
    ABSTAIN = "abstain"
    RECUSE = "recuse"


class CityState(StrEnum):
    """How one city of the electorate stands: one of the five positions, or none of them (B19)."""

    APPROVE = "approve"
    APPROVE_WITH_COMMENTS = "approve_with_comments"
    OBJECT = "object"
    ABSTAIN = "abstain"
    RECUSE = "recuse"
    NONE = "none"


APPROVALS = frozenset({PositionKind.APPROVE, PositionKind.APPROVE_WITH_COMMENTS})
REASONED = frozenset(PositionKind) - {PositionKind.APPROVE}

_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo"})
# Hangul fillers: letters by category, blank on every screen.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
_DESTINATION = re.compile(r"\]\([^()\n]*\)")
_DEFINITION = re.compile(
    r"^[ >]*\[[^\]\n]*\]:[ \t]*<?(?:[a-z]+:|/|#|\.)[^\n]*$", re.MULTILINE | re.IGNORECASE
)
_FENCE = re.compile(r"^[ >]*(?:`{3,}[^`\n]*|~{3,}[^~\n]*)$", re.MULTILINE)
_TASK = re.compile(r"\[[ xX]\]")
_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


def needs_reason(kind: PositionKind) -> bool:
    """Whether this position is refused without a reason: every one but plain approval is (B18)."""
    return kind in REASONED


def is_approval(kind: PositionKind) -> bool:
    """Whether the position counts as approval; with comments it does too (B22)."""
    return kind in APPROVALS


def is_reason(text: str | None) -> bool:
    """Whether a text says anything: one letter or ideograph that a reader would see is the least (B18).

    Spaces of any width, zero-width characters, digits, punctuation, bare Markdown marks, and markup
    that shows nothing (an empty link or fence, a comment, a tag) are no reason.
    """
    return any(
        unicodedata.category(char) in _LETTERS and char not in _BLANK_LETTERS for char in _shown(text or "")
    )


def _shown(text: str) -> str:
    """The text without what Markdown and HTML keep from the reader."""
    text = _without_comments(html.unescape(text))
    text = _DESTINATION.sub("]", text)
    for hidden in (_DEFINITION, _FENCE, _TAG, _TASK):
        text = hidden.sub("", text)
    return text


def _without_comments(text: str) -> str:
    """The text without its closed HTML comments, in one pass whatever is typed."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])
