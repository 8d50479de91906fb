"""Cities: added with their code, changed, admitted as associate or member, and leaving."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.actions.events import record
from app.actions.joining import begin_tasks, plan_joining, settle_end
from app.actions.keys import claim_key
from app.clock import now
from app.domain.calendar import start_of_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.municipality import normalise_code
from app.domain.roles import MembershipKind
from app.extensions import db
from app.models import City, Membership, User
from app.policies.council import check_city_code, membership_fits
from app.policies.standing import may_administer
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import city_named, lock_city


@dataclass(frozen=True)
class CityFields:
    """What the council keeps about a city besides its code; a population stands with its date."""

    name_ja: str
    name_en: str
    reading: str
    population: int | None = None
    population_on: date | None = None


def add_city(
    actor: User,
    code: str,
    fields: CityFields,
    *,
    kind: MembershipKind,
    since: date,
    key: str = "",
) -> City:
    """Add a city by its code (JIS X 0402) and admit it from a day on. The same form adds one city."""
    ensure(may_administer(actor))
    code = normalise_code(code)
    check_city_code(code)
    known = _known(code)
    if not claim_key(key, actor) and known:
        return known
    if known:
        raise Invalid("code", "city_exists", city=known.name_ja)
    _check(fields)
    city = City(code=code, **asdict(fields))
    city.memberships.append(Membership(kind=kind, since=start_of_day_tokyo(since)))
    db.session.add(city)
    db.session.flush()
    record(
        EventKind.CITY_ADDED,
        actor=actor,
        subject=city,
        after={"code": code, **_facts(fields), "kind": kind.value, "since": since.isoformat()},
    )
    if kind is MembershipKind.MEMBER:
        _join(city, actor, start_of_day_tokyo(since))
    return city


def change_city(city_id: int, actor: User, fields: CityFields) -> City:
    """Change what is kept about a city; nothing changed is nothing recorded (L7)."""
    ensure(may_administer(actor))
    city = lock_city(city_id)
    _check(fields)
    kept = CityFields(city.name_ja, city.name_en, city.reading, city.population, city.population_on)
    if kept == fields:
        return city
    for name, value in asdict(fields).items():
        setattr(city, name, value)
    before, after = _facts(kept), _facts(fields)
    changed = [key for key in after if before[key] != after[key]]
    record(
        EventKind.CITY_CHANGED,
        actor=actor,
        subject=city,
        before={key: before[key] for key in changed},
        after={"city_name": city.names} | {key: after[key] for key in changed},
    )
    return city


def change_membership(city_id: int, actor: User, *, kind: MembershipKind | None, since: date) -> None:
    """Let a city belong to the council in another way from the start of a day; kind None lets it leave (D10)."""
    ensure(may_administer(actor))
    city = lock_city(city_id)
    at = start_of_day_tokyo(since)
    verdict = membership_fits(city, kind, at)
    if not verdict:
        raise Invalid(
            "since" if verdict.code == "membership_too_early" else "kind", verdict.code, **verdict.params
        )
    running = next((m for m in city.memberships if m.until is None), None)
    if running:
        running.until = at
        db.session.flush()
        if kind is not None and at <= now():
            running.settled_at = now()
    if kind:
        city.memberships.append(Membership(kind=kind, since=at))
    record(
        EventKind.MEMBERSHIP_CHANGED,
        actor=actor,
        subject=city,
        before={"kind": running.kind.value, "since": tokyo_date(running.since).isoformat()}
        if running
        else {},
        after={"city_name": city.names, "kind": kind.value if kind else None, "since": since.isoformat()},
    )
    if kind is MembershipKind.MEMBER:
        _join(city, actor, at)
    if kind is None and running and at <= now():
        settle_end(city, running, actor, now())


def _join(city: City, actor: User, since: datetime) -> None:
    """A new member answers to what was decided without it, from its first day on (D7)."""
    at = now()
    if since > at:
        plan_joining(city, since)
    else:
        begin_tasks(city, actor, at)


def _known(code: str) -> City | None:
    try:
        return city_named(code)
    except NotFound:
        return None


def _check(fields: CityFields) -> None:
    for name in ("name_ja", "name_en", "reading"):
        if not getattr(fields, name).strip():
            raise Invalid(name, "required")
    if (fields.population is None) != (fields.population_on is None):
        raise Invalid(
            "population_on" if fields.population_on is None else "population", "population_with_date"
        )
    if fields.population is not None and fields.population < 0:
        raise Invalid("population", "not_negative")


def _facts(fields: CityFields) -> dict[str, Any]:
    day = fields.population_on
    return {**asdict(fields), "population_on": day.isoformat() if day else None}
