"""What a proposal changes for one city: its current practice against the proposed text, line by line."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from app.domain.comparison import Row, RowKind, compare
from app.domain.markdown import plain_text


class EffectKind(StrEnum):
    """How far a proposal is from what a city does today."""

    UNSURVEYED = "unsurveyed"
    SAME = "same"
    PARTLY = "partly"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Effect:
    """The city's practice as the old side, the proposal as the new one; numbers count lines."""

    kind: EffectKind
    rows: tuple[Row, ...] = ()
    kept: int = 0
    changed: int = 0
    added: int = 0
    dropped: int = 0


def effect_of(practice: str | None, proposal: str) -> Effect:
    """What the proposal changes against a practice, both in Markdown; None is a practice nobody has stated.

    The words are compared, not the marks of headings, lists and tables: the two are different papers.
    """
    if practice is None:
        return Effect(EffectKind.UNSURVEYED)
    rows = tuple(compare(plain_text(practice), plain_text(proposal)))
    lines = Counter(row.kind for row in rows)
    return Effect(
        _kind(lines),
        rows,
        kept=lines[RowKind.EQUAL],
        changed=lines[RowKind.CHANGED],
        added=lines[RowKind.INSERTED],
        dropped=lines[RowKind.DELETED],
    )


def _kind(lines: Counter[RowKind]) -> EffectKind:
    if lines.total() == lines[RowKind.EQUAL]:
        return EffectKind.SAME
    if lines[RowKind.EQUAL] or lines[RowKind.CHANGED]:
        return EffectKind.PARTLY
    return EffectKind.DIFFERENT
