"""Decisions: whether one is in force, and how the number somebody typed is looked for."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from app.domain.numbering import parse_decision_number

_HYPHENS = re.compile("[\u2010-\u2015\u2212\u2500\u2501\u30fc]")


class Force(StrEnum):
    """Whether a decision binds: not yet, now, or no more because a later one took its place (D3)."""

    COMING = "coming"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


def number_sought(text: str) -> str:
    """What to look for inside decision numbers: narrow digits, one hyphen, no spaces; 「教育－１２」 is 教育-12."""
    parsed = parse_decision_number(text)
    whole = str(parsed) if parsed else unicodedata.normalize("NFKC", text)
    return "".join(_HYPHENS.sub("-", whole).split())


def force_on(day: date, effective_on: date, later: Iterable[date]) -> Force:
    """Whether a decision binds on a day; later are the days on which the decisions after it take effect (D3)."""
    if any(taking_over <= day for taking_over in later):
        return Force.SUPERSEDED
    return Force.IN_FORCE if effective_on <= day else Force.COMING
