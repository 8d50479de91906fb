"""Words of the discussion: kinds of comment, and how people are called into one."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

_ENDS_OF_HANDLES = frozenset("@ \t\n、。")


class CommentKind(StrEnum):
    """What a comment asks of the others; a concern must be answered before a ballot."""

    COMMENT = "comment"
    QUESTION = "question"
    CONCERN = "concern"


def handles(printed: Mapping[int, str]) -> dict[int, str]:
    """What to type after @ to call each person in: the printed name in one word; people called alike add their id."""
    bare = {person: _one_word(name) for person, name in printed.items()}
    often = Counter(bare.values())
    return {person: name if often[name] == 1 else f"{name}-{person}" for person, name in bare.items()}


def called_in(text: str, names: Mapping[int, str]) -> set[int]:
    """The people whose handles a text names after @ or ＠; of handles that begin alike the longest one counts."""
    text = _folded(text)
    found = set()
    for person, handle in sorted(names.items(), key=lambda item: -len(item[1])):
        marked = f"@{_folded(handle)}"
        if handle and marked in text:
            found.add(person)
            text = text.replace(marked, "\n")
    return found


def matching(names: Mapping[int, str], typed: str, most: int = 8) -> dict[int, str]:
    """The handles that contain what was typed so far, those that begin with it first."""
    wanted = _folded(typed)
    hits = {person: handle for person, handle in names.items() if wanted in _folded(handle)}
    ranked = sorted(hits, key=lambda person: (not _folded(hits[person]).startswith(wanted), hits[person]))
    return {person: hits[person] for person in ranked[:most]}


def _one_word(name: str) -> str:
    return "".join(char for char in name if char not in _ENDS_OF_HANDLES and not char.isspace())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
