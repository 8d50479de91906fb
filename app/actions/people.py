"""The register of people: accounts are added, changed, closed and opened again by the secretariat."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.people_spans import end_span
from app.clock import now
from app.domain.accounts import fold_email, is_email, masked_email
from app.domain.events import EventKind
from app.domain.roles import UserKind
from app.extensions import db
from app.models import City, User
from app.policies.people import may_be_kept, may_close_account, may_keep_rights, still_runs
from app.policies.standing import may_administer
from app.policies.verdicts import Invalid, ensure, first_refusal
from app.queries.accounts import open_links, user_by_email
from app.queries.meetings.feed import links_of
from app.queries.people import lock_person


@dataclass(frozen=True)
class PersonFields:
    """What the secretariat keeps about a person; kind and city stay as they were when the account was made."""

    email: str
    post: str
    section: str = ""
    name: str = ""
    organisation: str = ""
    administrator: bool = False


def add_person(
    actor: User, fields: PersonFields, *, kind: UserKind, city_id: int | None = None, key: str = ""
) -> User:
    """Add a person without a password; an invitation lets the person set one. The same form adds one account."""
    ensure(may_administer(actor))
    known = user_by_email(fields.email)
    if not claim_key(key, actor) and known:
        return known
    city = _city_for(kind, city_id)
    fields = _checked(fields, kind, known)
    person = User(kind=kind, city=city, created_at=now(), roles=[], holdings=[], **asdict(fields))
    db.session.add(person)
    db.session.flush()
    record(
        EventKind.PERSON_ADDED,
        actor=actor,
        subject=person,
        after={"person": person.printed, "kind": kind.value, **_facts(person)},
    )
    return person


def change_person(user_id: int, actor: User, fields: PersonFields) -> User:
    """Change what is kept about a person; nothing changed is nothing recorded (L7)."""
    ensure(may_administer(actor))
    person = lock_person(user_id)
    ensure(
        first_refusal(may_be_kept(person), may_keep_rights(actor, person, administrator=fields.administrator))
    )
    before = _facts(person)
    fields = _checked(fields, person.kind, user_by_email(fields.email), person)
    if fields.email != person.email:
        _end_links(person, now())
    for name, value in asdict(fields).items():
        setattr(person, name, value)
    _record_change(person, actor, before, _facts(person))
    return person


def close_account(user_id: int, actor: User) -> None:
    """End a person's access at the next request, with every role, post and link held (A2)."""
    person = lock_person(user_id)
    ensure(may_close_account(actor, person))
    if not person.active:
        return
    at = now()
    roles = [role for role in person.roles if still_runs(role, at)]
    holdings = [holding for holding in person.holdings if still_runs(holding, at)]
    facts = {"roles": sorted({role.group.code for role in roles}), "posts": [h.post.name for h in holdings]}
    for role in roles:
        end_span(role, None)
    for holding in holdings:
        end_span(holding, None)
    person.active = False
    person.session_serial += 1
    _end_links(person, at)
    _record_change(person, actor, {"active": True, **facts}, {"active": False})


def reopen_account(user_id: int, actor: User) -> None:
    """Open a closed account again; roles and posts have to be given anew."""
    ensure(may_administer(actor))
    person = lock_person(user_id)
    ensure(may_be_kept(person))
    if not person.active:
        person.active = True
        _record_change(person, actor, {"active": False}, {"active": True})


def _city_for(kind: UserKind, city_id: int | None) -> City | None:
    if kind is not UserKind.CITY:
        return None
    city = db.session.get(City, city_id) if city_id else None
    if city is None:
        raise Invalid("city_id", "city_of_city_people")
    return city


def _checked(
    fields: PersonFields, kind: UserKind, known: User | None, person: User | None = None
) -> PersonFields:
    email = fold_email(fields.email)
    if not is_email(email):
        raise Invalid("email", "email_malformed")
    if known and known is not person:
        raise Invalid("email", "email_taken", person=known.printed)
    if not fields.post.strip():
        raise Invalid("post", "required")
    if kind is not UserKind.CITY and not fields.organisation.strip():
        raise Invalid("organisation", "organisation_due")
    organisation = "" if kind is UserKind.CITY else fields.organisation.strip()
    return PersonFields(
        email,
        fields.post.strip(),
        fields.section.strip(),
        fields.name.strip(),
        organisation,
        fields.administrator,
    )


def _facts(person: User) -> dict[str, Any]:
    """What the log keeps for ever: no whole mail address."""
    return {
        "email": masked_email(person.email),
        "section": person.section,
        "post": person.post,
        "name": person.name,
        "organisation": person.organisation,
        "administrator": person.administrator,
    }


def _record_change(person: User, actor: User, before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    if changed:
        record(
            EventKind.PERSON_CHANGED,
            actor=actor,
            subject=person,
            before={key: before[key] for key in sorted(changed) if key in before},
            after={"person": person.printed} | {key: after[key] for key in sorted(changed) if key in after},
        )


def _end_links(person: User, at: datetime) -> None:
    for link in open_links(person, at):
        link.used_at = at
    for address in links_of(person):
        address.revoked_at = at
