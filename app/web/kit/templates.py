"""What every template can say: words, dates, Markdown, addresses with a content hash, navigation."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user
from jinja2 import FileSystemBytecodeCache, StrictUndefined
from markupsafe import Markup

from app import i18n
from app.config import ROOT
from app.domain.markdown import TOP_LEVEL, render
from app.exports.document import long_date
from app.policies.standing import is_secretariat, may_administer
from app.policies.verdicts import Verdict
from app.queries.council import the_council
from app.queries.notices import unread_notices
from app.web.kit.access import came_from, viewer
from app.web.kit.files import file_links
from app.web.kit.paging import page_url
from app.wording import dates, label, member, tone
from app.wording import reason as words_of
from app.wording.decisions import fiscal_year_words


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main navigation; count is what waits there."""

    label: str
    url: str
    current: bool
    count: int = 0


def register(app: Flask) -> None:
    """Teach the templates the words of the house."""
    app.jinja_env.bytecode_cache = _compiled()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.plain_gettext,
        i18n.plain_ngettext,
        newstyle=True,
        pgettext=i18n.plain_pgettext,
        npgettext=i18n.plain_npgettext,
    )
    app.jinja_env.filters.update(
        label=label,
        tone=tone,
        words=_words,
        reason=_reason,
        needs=_needs,
        named=_named,
        markdown=_markdown,
        date=dates.date_words,
        day=dates.day_words,
        last_day=dates.last_day_words,
        datetime=dates.datetime_words,
        instant=dates.instant_words,
        month=dates.month_words,
        time=dates.time_words,
        deadline=dates.deadline_words,
        kept_deadline=dates.kept_deadline_words,
        iso=dates.iso_instant,
        number=dates.number_words,
        yen=dates.yen_words,
        document_date=_document_date,
        fiscal_year=fiscal_year_words,
        file_links=file_links,
    )
    app.jinja_env.globals.update(static_url=static_url, page_url=page_url, came_from=came_from)
    app.context_processor(_context)


def _compiled() -> FileSystemBytecodeCache:
    """Templates compiled once for every process of this user, in a directory that nobody else can write.

    How they are compiled is said in this file: with another text of it they are compiled anew.
    """
    settings = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
    return FileSystemBytecodeCache(pattern=f"suriawase-{settings}-%s.cache")


def _words(value: str, enum_name: str) -> str:
    return label(member(value, enum_name))


def _reason(verdict: Verdict) -> str:
    return "" if verdict else words_of(verdict.code, verdict.params)


def _document_date(day: date) -> str:
    """A date as files write it, for pages that show what a file says."""
    return long_date(day, "en" if i18n.current_locale() == "en" else "ja")


def _needs(verdict: Verdict) -> list[str]:
    return [words_of(code, verdict.params) for code in verdict.needs]


def _named(thing: Any) -> str:
    return str(thing.name(i18n.current_locale())) if thing is not None else ""


def _markdown(source: str, anchors: str | None = None, top_level: int = TOP_LEVEL) -> Markup:
    page = render(source, anchor_prefix=anchors, link_for=difference_url, top_level=top_level)
    return Markup(page)  # noqa: S704 - the renderer sanitises


def difference_url(number: str) -> str:
    """The address of a difference, for references inside texts."""
    return url_for("differences.show", number=number)


def static_url(path: str) -> str:
    """The address of a static file, changing with its content so that it can be cached for ever."""
    return _static_url(path, request.script_root)


@lru_cache(maxsize=512)
def _static_url(path: str, _root: str) -> str:
    content = hashlib.sha256((ROOT / "static" / path).read_bytes()).hexdigest()
    return url_for("static", filename=path, v=content[:12])


def _context() -> dict[str, Any]:
    return {
        "council": the_council(),
        "viewer": current_user,
        "locale": i18n.current_locale(),
        "navigation": _navigation() if current_user.is_authenticated else [],
        "sees_administration": bool(current_user.is_authenticated and may_administer(viewer())),
        "of_secretariat": bool(current_user.is_authenticated and is_secretariat(viewer())),
    }


BELOW = {"inquiries": "manual"}
"""Areas without an entry of their own in the navigation, and the one they belong to."""


def _navigation() -> list[NavigationItem]:
    person = viewer()
    entries = [
        (i18n.gettext("Home"), "home.index", 0),
        (i18n.gettext("Groups"), "groups.index", 0),
        (i18n.gettext("Differences"), "differences.index", 0),
        (i18n.gettext("Ballots"), "ballots.index", 0),
        (i18n.gettext("Sign-off"), "signoff.index", 0),
        (i18n.gettext("Decisions"), "decisions.index", 0),
        (i18n.gettext("Savings"), "savings.index", 0),
        (i18n.gettext("Manual"), "manual.index", 0),
        (i18n.gettext("Meetings"), "meetings.index", 0),
        (i18n.gettext("Downloads"), "downloads.index", 0),
        (i18n.gettext("Notices"), "home.notices", unread_notices(person)),
    ]
    if may_administer(person):
        entries.append((i18n.gettext("Administration"), "admin.index", 0))
    here = str(request.endpoint or "")
    return [
        NavigationItem(label, url_for(endpoint), _is_current(endpoint, here), count)
        for label, endpoint, count in entries
    ]


def _is_current(endpoint: str, here: str) -> bool:
    if endpoint.startswith("home."):
        return endpoint == here
    area = here.split(".", maxsplit=1)[0]
    return BELOW.get(area, area) == endpoint.split(".", maxsplit=1)[0]
