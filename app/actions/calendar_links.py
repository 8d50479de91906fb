"""Addresses for the own calendar: made and shown once, revoked, their last day of use noted."""

import secrets

from app.actions.keys import claim_key
from app.clock import now
from app.domain.calendar import tokyo_date
from app.extensions import db
from app.models import CalendarLink, Group, User
from app.policies.accounts import may_use_account
from app.policies.calendar import may_subscribe
from app.policies.standing import reads
from app.policies.verdicts import NotFound, ensure
from app.queries.accounts import token_hash
from app.queries.meetings.feed import links_of, own_link
from app.queries.people import lock_person


def make_calendar_link(actor: User, *, group_id: int | None = None, key: str = "") -> str | None:
    """Make an address for one group, or for all groups of a person, and return its token, which is kept nowhere.

    None where the same form was sent before (B15).
    """
    person = lock_person(actor.id)
    at = now()
    if not claim_key(key, person):
        return None
    ensure(may_subscribe(person, len(links_of(person))))
    group = db.session.get(Group, group_id) if group_id is not None else None
    if group_id is not None and (group is None or not reads(person, group, at)):
        raise NotFound
    token = secrets.token_urlsafe(32)
    db.session.add(
        CalendarLink(user_id=person.id, group_id=group_id, token_hash=token_hash(token), created_at=at)
    )
    return token


def revoke_calendar_link(link_id: int, actor: User) -> None:
    """End an address of one's own: from now on it opens nothing (A2)."""
    person = lock_person(actor.id)
    ensure(may_use_account(person))
    own_link(link_id, person).revoked_at = now()


def note_use(link_id: int) -> None:
    """Note the day on which an address was read last."""
    db.session.get_one(CalendarLink, link_id).used_on = tokyo_date(now())
