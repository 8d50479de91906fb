"""Who runs a meeting while it sits, who sits at it for a city, and when."""

from datetime import datetime

from app.models import AgendaItem, Floor, Group, Meeting, User
from app.policies.meetings import may_hold
from app.policies.verdicts import ALLOWED, Verdict, not_now, not_this_person


def may_give_floor(actor: User, meeting: Meeting, at: datetime) -> Verdict:
    """The chair and the secretariat, from the morning of the day on, until the meeting is recorded as held."""
    return may_hold(actor, meeting, at)


def floor_as_seen(floor: Floor | None, seen: int | None) -> Verdict:
    """Whether nobody else has turned to another item since the page was opened."""
    serial = floor.serial if floor else 0
    return ALLOWED if seen is None or seen == serial else not_now("floor_given_meanwhile")


def off_the_floor(item: AgendaItem, floor: Floor | None) -> Verdict:
    """Whether an item may leave the agenda: nobody is talking about it."""
    return not_now("item_has_floor") if floor and floor.item_id == item.id else ALLOWED


def may_sit(viewer: User, group: Group, at: datetime) -> Verdict:
    """A screen of its own has every city that takes part in the group, members and associates."""
    here = viewer.city is not None and viewer.city in group.cities_at(at)
    return ALLOWED if here else not_this_person("seat_of_a_city_only")
