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


def gettext(message: str, **values: Any) -> str:
    """The message in the current language, with %(name)s filled in."""
    text = _catalog(current_locale()).ugettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, n: int, **values: Any) -> str:
    """The message for a number n, with %(n)s and %(name)s filled in."""
    return _catalog(current_locale()).ungettext(singular, plural, n) % {"n": n, "num": n, **values}


def pgettext(context: str, message: str, **values: Any) -> str:
    """The message where an English word has several Japanese ones, told apart by context."""
    text = str(_catalog(current_locale()).upgettext(context, message))
    return text % values if values else text


def npgettext(context: str, singular: str, plural: str, n: int, **values: Any) -> str:
    """ngettext with a context."""
    text = str(_catalog(current_locale()).unpgettext(context, singular, plural, n))
    return text % {"n": n, "num": n, **values}


def lazy_gettext(message: str, **values: Any) -> LazyProxy:
    """A message that is translated when it is shown."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def lazy_pgettext(context: str, message: str, **values: Any) -> LazyProxy:
    """A message with context that is translated when it is shown."""
    return LazyProxy(pgettext, context, message, enable_cache=False, **values)
