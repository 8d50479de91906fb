"""Texts that acts on a difference take: normalised, said in words, and not more than a page can show."""

from app.domain.markdown import TextTooComplex, check_markdown
from app.domain.positions import is_reason
from app.domain.texts import normalise, normalise_line
from app.policies.verdicts import Invalid

MAX_TITLE = 120
MAX_LINE = 300


def said_in_words(field: str, text: str, code: str = "reason_required") -> str:
    """A text of several lines as it is stored; Invalid where it says nothing (B18) or is too much to show."""
    text = normalise(text)
    if not is_reason(text):
        raise Invalid(field, code)
    return checked_markdown(field, text)


def checked_markdown(field: str, text: str) -> str:
    """A Markdown text as it is stored; Invalid where it is too much to show."""
    text = normalise(text)
    try:
        check_markdown(text)
    except TextTooComplex as problem:
        raise Invalid(field, f"markdown_{problem.code}", limit=problem.limit) from None
    return text


def line(field: str, text: str, limit: int = MAX_LINE) -> str:
    """A text of one line as it is stored; Invalid where it is longer than the limit."""
    text = normalise_line(text)
    if len(text) > limit:
        raise Invalid(field, "line_too_long", limit=limit)
    return text
