"""The registry of words: enum values and refusal codes, filled by the areas' modules."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from babel.support import LazyProxy

from app.i18n import lazy_gettext as _l

Word = LazyProxy | str

_labels: dict[StrEnum, Word] = {}
_tones: dict[StrEnum, str] = {}
_reasons: dict[str, Word] = {
    "conflict": _l("Somebody else was first. Nothing was changed. Please look at the present state and try again."),
    "busy": _l("Somebody else is working on this at the moment. Nothing was changed. Please try again."),
    "stale": _l("This changed after you opened the page. Nothing was changed. Please look at the present state."),
    "not_found": _l("This does not exist."),
    "required": _l("Please fill this in."),
    "stale_form": _l("The page was open for too long. Please go back, reload it and send it again."),
}

TONES = ("neutral", "info", "formal", "success", "warning", "danger", "quiet")


def words(labels: Mapping[Any, Word], tones: Mapping[Any, str] | None = None) -> None:
    """Register the label, and where wanted the tone, of enum values."""
    _labels.update(labels)
    for value, colour in (tones or {}).items():
        if colour not in TONES:
            raise ValueError(f"{colour} is no tone")
        _tones[value] = colour


def reasons(sentences: Mapping[str, Word]) -> None:
    """Register the sentence of refusal codes, with %(name)s for the verdict's params."""
    _reasons.update(sentences)


def label(value: StrEnum) -> str:
    """The word for an enum value in the current language."""
    return str(_labels[value])


def tone(value: StrEnum) -> str:
    """The colour family of an enum value; neutral unless registered."""
    return _tones.get(value, "neutral")


def member(value: str, enum_name: str) -> StrEnum:
    """The enum value that event facts keep as a string, found by the name of its enum."""
    return next(known for known in _labels if type(known).__name__ == enum_name and known.value == value)


def reason(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of a refusal in the current language."""
    sentence = str(_reasons[code])
    return sentence % {name: _shown(value) for name, value in params.items()} if params else sentence


def _shown(value: Any) -> Any:
    return label(value) if isinstance(value, StrEnum) else value


def registered_values() -> set[StrEnum]:
    """Every enum value that has a word; tests compare it with the enums."""
    return set(_labels)


def registered_reasons() -> set[str]:
    """Every code that has a sentence; tests compare it with the code."""
    return set(_reasons)
