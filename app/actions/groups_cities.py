"""Which cities take part in which groups, from when until when."""

from collections.abc import Sequence
from datetime import date, datetime

from app.actions.events import record
from app.domain.calendar import last_day_tokyo, start_of_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.extensions import db
from app.models import City, Group, GroupCity, User
from app.policies.standing import may_administer
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import lock_city
from app.queries.groups import lock_group, participations


def set_cities(group_id: int, actor: User, *, city_ids: Sequence[int], since: date) -> None:
    """Let exactly these cities take part in a group from the start of a day on; rounds already open stay (B3, B4)."""
    ensure(may_administer(actor))
    group = lock_group(group_id)
    running = {p.city_id: p for p in participations(group_id=group.id)}
    at = start_of_day_tokyo(since)
    for city_id in sorted(set(city_ids) - running.keys()):
        _join(group, _city(city_id), actor, at)
    for city_id in sorted(running.keys() - set(city_ids)):
        _leave(running[city_id], actor, at)


def set_groups(city_id: int, actor: User, *, group_ids: Sequence[int], since: date) -> None:
    """Let a city take part in exactly these groups from the start of a day on; rounds already open stay (B3, B4)."""
    ensure(may_administer(actor))
    running = {p.group_id: p for p in participations(city_id=city_id)}
    touched = sorted(set(group_ids) ^ running.keys())
    groups = {group_id: lock_group(group_id) for group_id in touched}
    city = lock_city(city_id)
    at = start_of_day_tokyo(since)
    for group_id, group in groups.items():
        if group_id in running:
            _leave(running[group_id], actor, at)
        else:
            _join(group, city, actor, at)


def _city(city_id: int) -> City:
    city = db.session.get(City, city_id)
    if city is None:
        raise NotFound
    return city


def _join(group: Group, city: City, actor: User, at: datetime) -> None:
    if city.membership_at(at) is None:
        raise Invalid("since", "city_not_of_council_then", city=city.name_ja)
    if any(p.city_id == city.id and p.until and at < p.until for p in group.cities):
        raise Invalid("since", "takes_part_until_then", city=city.name_ja, group=group.code)
    group.cities.append(GroupCity(city=city, since=at))
    record(
        EventKind.GROUP_CITY_CHANGED,
        actor=actor,
        subject=group,
        group=group,
        after={"group": group.code, "city_name": city.names, "since": _day(at)},
    )


def _leave(participation: GroupCity, actor: User, at: datetime) -> None:
    group, city = participation.group, participation.city
    if at <= participation.since:
        raise Invalid("since", "takes_part_only_from", city=city.name_ja, group=group.code)
    participation.until = at
    record(
        EventKind.GROUP_CITY_CHANGED,
        actor=actor,
        subject=group,
        group=group,
        before={"since": _day(participation.since)},
        after={"group": group.code, "city_name": city.names, "last_day": last_day_tokyo(at).isoformat()},
    )


def _day(at: datetime) -> str:
    return tokyo_date(at).isoformat()
