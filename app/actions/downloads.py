"""Ordering a file that is made in the background, and ordering again what failed."""

from datetime import date
from typing import Any

from app.actions.keys import claim_key
from app.clock import now
from app.domain.downloads import KEPT, FileFormat, OrderKind, OrderState
from app.domain.meetings import MinutesLayout
from app.extensions import db
from app.models import FileOrder, User
from app.policies.downloads import known_format, may_order, may_order_again, not_too_many
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.downloads import last_order_of, lock_order, order_seen, unfinished_orders
from app.queries.groups import group_named
from app.queries.manual.editions import edition_numbered
from app.queries.meetings.filing import MinutesChoice, minutes_to_file
from app.queries.people import lock_person


def order_edition(
    number: int, actor: User, *, file_format: FileFormat, language: str, key: str = ""
) -> FileOrder:
    """Order a whole edition of the manual."""
    ensure(may_order(actor, OrderKind.EDITION))
    edition = edition_numbered(number)
    return _ordered(actor, OrderKind.EDITION, {"edition": edition.number}, file_format, language, key)


def order_minutes(
    actor: User,
    *,
    group: str = "",
    since: date | None = None,
    until: date | None = None,
    layout: MinutesLayout = MinutesLayout.SUMMARY,
    file_format: FileFormat,
    language: str,
    key: str = "",
) -> FileOrder:
    """Order the minutes of a group, or of all, by the days of the meetings: those that the person may read."""
    ensure(may_order(actor, OrderKind.MINUTES))
    if since and until and until < since:
        raise Invalid("until", "ends_before_it_begins")
    if group:
        group_named(group, actor, now())
    if not minutes_to_file(MinutesChoice(group, since, until), actor, now()):
        raise Invalid("group", "no_minutes_to_file")
    days = {"since": since.isoformat() if since else None, "until": until.isoformat() if until else None}
    facts = {"group": group, "layout": layout.value, **days}
    return _ordered(actor, OrderKind.MINUTES, facts, file_format, language, key)


def order_again(order_id: int, actor: User) -> FileOrder:
    """Let an order that failed be tried once more, from the beginning."""
    order_seen(order_id, actor, now())
    order = lock_order(order_id)
    ensure(may_order_again(actor, order))
    ensure(not_too_many(unfinished_orders(actor)))
    order.state, order.failure, order.fault, order.finished_at = OrderState.WAITING, None, None, None
    order.attempts = order.done = order.total = 0
    order.goes_at = now() + KEPT
    return order


def _ordered(
    actor: User, kind: OrderKind, facts: dict[str, Any], file_format: FileFormat, language: str, key: str
) -> FileOrder:
    person = lock_person(actor.id)
    at = now()
    if not known_format(kind, file_format):
        raise NotFound
    if not claim_key(key, person):
        return last_order_of(person)
    ensure(not_too_many(unfinished_orders(person)))
    order = FileOrder(
        kind=kind,
        facts=facts,
        format=file_format,
        language=language,
        ordered_by_id=person.id,
        ordered_at=at,
        goes_at=at + KEPT,
    )
    db.session.add(order)
    db.session.flush()
    return order
