"""Who stands in for whom in the demo: a representative appoints a deputy for the days of a business trip (B10)."""

from app.actions.people_roles import grant_role
from app.domain.roles import RoleKind
from seed.calendar import Days
from seed.council import World
from seed.schedule import Story

CITY, DOMAIN = "132021", "EDU"


def deputies(world: World, days: Days) -> Story:
    """The representative of one city for education will be away for a week; a colleague is the second deputy."""
    yield days.at(-3, 9)
    people = world.people
    grant_role(
        people.members[CITY, DOMAIN].id,
        people.representatives[CITY, DOMAIN],
        group_ids=[group.id for code, group in world.groups.items() if code.startswith(DOMAIN)],
        kind=RoleKind.DEPUTY,
        rank=2,
        since=days.day(5),
        last_day=days.day(11),
    )
