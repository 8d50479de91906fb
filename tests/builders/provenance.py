"""What an edition keeps of a decision, as facts, without a database."""

from typing import Any

CITIES = {"立川市": "Tachikawa", "三鷹市": "Mitaka", "日野市": "Hino"}
LETTERS = {
    "a": "approve",
    "c": "approve_with_comments",
    "o": "object",
    "x": "abstain",
    "r": "recuse",
    ".": None,
}


def some_facts(letters: str = "aaa", rule: str = "unanimous", **changes: Any) -> dict[str, Any]:
    """The facts of a decision on EDU-02-001 by three cities; one letter a city for its position."""
    facts: dict[str, Any] = {
        "decision": {
            "id": 7,
            "number": "令和8年度 教育-12号",
            "decided_on": "2026-11-23",
            "effective_on": "2027-04-01",
            "outcome": "unify",
            "flags": ["rule_change"],
            "customization_answer": None,
            "text_hash": "sha256-v1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        },
        "supersedes": None,
        "difference": {"number": "EDU-02-001", "title": "就学通知の発送時期", "kind": "operation"},
        "proposal": {"number": 1, "version": 2},
        "round": {"id": 3, "number": 1},
        "tally": {"rule": {"kind": rule}, "counts": {}, "result": "carried"},
        "finding": None,
        "cities": [a_city_word(name, LETTERS[letter]) for name, letter in zip(CITIES, letters, strict=True)],
        "dispositions": [],
        "signoffs": [],
        "meeting": {"id": 5, "number": 3, "on": "2026-11-20"},
        "alternatives": [],
        "scope": "",
        "exceptions": "",
    }
    return {**facts, **changes}


def a_city_word(name: str, kind: str | None, departure: str | None = None) -> dict[str, Any]:
    """One city's place in the facts."""
    reason = "" if kind in ("approve", None) else "市の例規を確かめる必要があるため。"
    return {
        "code": "132021",
        "ja": name,
        "en": CITIES[name],
        "kind": kind,
        "reason": reason,
        "departure": departure,
    }


def a_signature(name: str = "立川市", post: str = "学務課長") -> dict[str, Any]:
    """One manager's signature in the facts."""
    return {
        "code": "132021", "ja": name, "en": CITIES[name], "post": post, "by": f"{name} {post}", "for": "",
        "meaning": "approve", "at": "2026-11-23T01:00:00+00:00",
    }  # fmt: skip
