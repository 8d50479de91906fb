"""The registry of words: enum values and refusal codes, filled by the areas' modules."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from babel.support import LazyProxy

from app.i18n import lazy_gettext as _l
from app.i18n import pgettext
from app.wording import dates

Word = LazyProxy | str

# By enum and name: values of two enums that are spelled alike are equal as texts, and yet two words.
_labels: dict[tuple[type[StrEnum], str], Word] = {}
_tones: dict[tuple[type[StrEnum], str], str] = {}
_reasons: dict[str, Word] = {
    "conflict": _l(
        "Somebody else was first. Nothing was changed. Please look at the present state and try again."
    ),
    "busy": _l("Somebody else is working on this at the moment. Nothing was changed. Please try again."),
    "stale": _l(
        "This changed after you opened the page. Nothing was changed. Please look at the present state."
    ),
    "not_found": _l("This does not exist."),
    "required": _l("Please fill this in."),
    "stale_form": _l("The page was open for too long. Please go back, reload it and send it again."),
    "not_set": _l(
        "This document holds something that cannot be set as a PDF. Please take it in another format, such as Word."
    ),
}

TONES = ("neutral", "info", "formal", "success", "warning", "danger", "quiet")


def words(labels: Mapping[Any, Word], tones: Mapping[Any, str] | None = None) -> None:
    """Register the label, and where wanted the tone, of enum values."""
    _labels.update({_key(value): word for value, word in labels.items()})
    for value, colour in (tones or {}).items():
        if colour not in TONES:
            raise ValueError(f"{colour} is no tone")
        _tones[_key(value)] = colour


def reasons(sentences: Mapping[str, Word]) -> None:
    """Register the sentence of refusal codes, with %(name)s for the verdict's params."""
    _reasons.update(sentences)


def label(value: StrEnum) -> str:
    """The word for an enum value in the current language."""
    return str(_labels[_key(value)])


def tone(value: StrEnum) -> str:
    """The colour family of an enum value; neutral unless registered."""
    return _tones.get(_key(value), "neutral")


def member(value: str, enum_name: str) -> StrEnum:
    """The enum value that event facts keep as a string, found by the name of its enum."""
    return next(
        enum[name] for enum, name in _labels if enum.__name__ == enum_name and enum[name].value == value
    )


def reason(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of a refusal in the current language."""
    sentence = str(_reasons[code])
    return sentence % {name: _shown(value) for name, value in params.items()} if params else sentence


def _shown(value: Any) -> Any:
    match value:
        case StrEnum():
            return label(value)
        case datetime():
            return dates.deadline_words(value)
        case date():
            return dates.date_words(value)
        case tuple():
            return pgettext("list of words", ", ").join(str(_shown(each)) for each in value)
    return value


def _key(value: StrEnum) -> tuple[type[StrEnum], str]:
    return type(value), value.name


def registered_values() -> set[tuple[type[StrEnum], str]]:
    """Enum and name of every value that has a word; tests compare it with the enums."""
    return set(_labels)


def registered_reasons() -> set[str]:
    """Every code that has a sentence; tests compare it with the code."""
    return set(_reasons)
