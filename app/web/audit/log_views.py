"""The event log with its filters, and the check of its chain."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request

from app.clock import now
from app.domain.numbering import parse_difference_number
from app.models import Event
from app.policies.standing import may_administer
from app.policies.verdicts import ensure
from app.queries.audit import (
    LISTED,
    EventFilter,
    entry_of,
    event_log,
    last_fingerprint,
    numbers_of,
    verify_chain,
)
from app.queries.groups import all_groups
from app.queries.kept_texts import altered_texts
from app.web.audit import blueprint
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import halfwidth
from app.web.kit.paging import page_number
from app.wording import label


@dataclass(frozen=True)
class Fact:
    """One fact of an event: what it is called, and its value before and after as text."""

    name: str
    before: str
    after: str


@blueprint.get("/audit")
@signed_in
def index() -> str:
    """The event log, newest first, narrowed by the address of the page."""
    page = event_log(viewer(), _chosen(), page_number())
    return render_template(
        "audit/index.html",
        page=page,
        facts={event.id: _facts(event) for event in page.items},
        numbers=numbers_of(page.items),
        asked=request.args,
        kinds=sorted(LISTED, key=label),
        groups=all_groups(),
    )


@blueprint.get("/audit/verify")
@signed_in
def verify() -> str:
    """Whether the log was altered: ?run=yes walks the whole chain and names its first broken link (A3)."""
    ensure(may_administer(viewer()))
    known = request.args.get("known", "").strip()
    runs = request.args.get("run") == "yes"
    return render_template(
        "audit/verify.html",
        report=verify_chain() if runs else None,
        altered=list(altered_texts()) if runs else [],
        fingerprint=last_fingerprint(),
        known=known,
        known_at=entry_of(known) if known else None,
        at=now(),
    )


def _chosen() -> EventFilter:
    asked = request.args
    typed = asked.get("number", "").strip()
    number = parse_difference_number(typed)
    return EventFilter(
        kind=next((kind for kind in LISTED if kind == asked.get("kind")), None),
        person=asked.get("person", "")[:100],
        group=asked.get("group", ""),
        number=str(number) if number else typed,
        first_day=_day(asked.get("first_day", "")),
        last_day=_day(asked.get("last_day", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat((halfwidth(text) or "").replace("/", "-"))
    except ValueError:
        return None


def _facts(event: Event) -> list[Fact]:
    names = sorted(event.before.keys() | event.after.keys())
    return [Fact(name, _plain(event.before.get(name)), _plain(event.after.get(name))) for name in names]


def _plain(value: Any) -> str:
    """A JSON value as a reader sees it: empty for nothing, lists and objects spelled out."""
    match value:
        case None:
            return ""
        case bool():
            return "✓" if value else "–"
        case dict():
            return " / ".join(f"{name}: {_plain(inner)}" for name, inner in value.items())
        case list():
            return "、".join(_plain(inner) for inner in value)
    return str(value)
