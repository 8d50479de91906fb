"""Recording what happened: events gather during an act and join the hash chain just before the commit (L7, A3)."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.events import EventKind, chain_hash
from app.extensions import db
from app.models import Council, Difference, Event, Group, User
from app.models.base import Base, row_id

request_id: ContextVar[str] = ContextVar("request_id", default="")


def record(
    kind: EventKind,
    *,
    actor: User | None,
    subject: Base,
    difference: Difference | None = None,
    group: Group | None = None,
    on_behalf_of: int | None = None,
    private_city: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Note one fact of the running act. actor None is the clock; before and after hold JSON values, never sentences.

    on_behalf_of and private_city are city ids; private_city hides the event from every other city (A1).
    """
    event = Event(
        at=now(),
        kind=kind,
        actor_id=actor.id if actor else None,
        actor_printed=actor.printed if actor else "",
        actor_post=actor.full_post if actor else "",
        city_id=actor.city_id if actor else None,
        on_behalf_of_id=on_behalf_of,
        private_city_id=private_city,
        subject_type=type(subject).__tablename__,
        request_id=request_id.get(),
        before=dict(before or {}),
        after=dict(after or {}),
    )
    db.session.info.setdefault("events", []).append((event, subject, difference, group))


def seal_events(session: Session) -> None:
    """Give the gathered events their numbers and hashes. The council's row is the lock, taken last of all locks."""
    pending = session.info.pop("events", [])
    if not pending:
        return
    session.flush()
    council = session.scalars(
        select(Council).with_for_update().execution_options(populate_existing=True)
    ).one()
    for event, subject, difference, group in pending:
        event.subject_id = row_id(subject)
        event.difference_id = difference.id if difference else None
        event.group_id = difference.group_id if difference else group.id if group else None
        council.chain_length += 1
        event.id = council.chain_length
        event.previous_hash = council.chain_head
        event.hash = council.chain_head = chain_hash(council.chain_head, event.facts())
        session.add(event)
