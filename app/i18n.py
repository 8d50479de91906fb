"""Languages below the web: gettext for the locale of the current scope, without Flask."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import LazyProxy, NullTranslations, Translations

LOCALES = ("ja", "en")
DEFAULT_LOCALE = "ja"
CATALOGS = Path(__file__).resolve().parent.parent / "translations"

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)


def current_locale() -> str:
    """The language of the current scope: ja or en."""
    return _locale.get()


def set_locale(locale: str) -> None:
    """Choose the language for the rest of the current scope."""
    _locale.set(locale if locale in LOCALES else DEFAULT_LOCALE)


@contextmanager
def locale_scope(locale: str) -> Iterator[None]:
    """Speak one language inside the block, such as a mail in its reader's language."""
    token = _locale.set(locale)
    try:
        yield
    finally:
        _locale.reset(token)


@lru_cache
def _catalog(locale: str) -> NullTranslations:
    return Translations.load(CATALOGS, [locale])


def plain_gettext(message: str) -> str:
    """The message in the current language, its placeholders left alone (templates fill them in themselves)."""
    return _catalog(current_locale()).ugettext(message)


def plain_ngettext(singular: str, plural: str, n: int) -> str:
    """The message for a number, its placeholders left alone."""
    return _catalog(current_locale()).ungettext(singular, plural, n)


def plain_pgettext(context: str, message: str) -> str:
    """The message of a context, its placeholders left alone."""
    return str(_catalog(current_locale()).upgettext(context, message))


def plain_npgettext(context: str, singular: str, plural: str, n: int) -> str:
    """The message of a context for a number, its placeholders left alone."""
    return str(_catalog(current_locale()).unpgettext(context, singular, plural, n))


def gettext(message: str, **values: Any) -> str:
    """The message in the current language, with %(name)s filled in."""
    text = plain_gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, n: int, **values: Any) -> str:
    """The message for a number n, with %(num)s and %(name)s filled in."""
    return plain_ngettext(singular, plural, n) % {"num": n, **values}


def pgettext(context: str, message: str, **values: Any) -> str:
    """The message where an English word has several Japanese ones, told apart by context."""
    text = plain_pgettext(context, message)
    return text % values if values else text


def lazy_gettext(message: str, **values: Any) -> LazyProxy:
    """A message that is translated when it is shown."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def lazy_pgettext(context: str, message: str, **values: Any) -> LazyProxy:
    """A message with context that is translated when it is shown."""
    return LazyProxy(pgettext, context, message, enable_cache=False, **values)
