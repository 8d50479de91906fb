"""Whom a round concerns: those who must act in it, and those who are told how it ended."""

from collections.abc import Collection
from datetime import datetime

from app.domain.roles import RoleKind
from app.models import Group, Round, User
from app.queries.roles import people_of_group

ACTING = (RoleKind.REPRESENTATIVE, RoleKind.DEPUTY)


def voices_of(group: Group, city_ids: Collection[int], at: datetime) -> list[User]:
    """The representatives and deputies of these cities."""
    return [person for person in people_of_group(group, at, kinds=ACTING) if person.city_id in city_ids]


def people_who_act(round: Round, at: datetime) -> list[User]:
    """The representatives and deputies of the electorate, and the chair."""
    group = round.difference.group
    cities = {entry.city_id for entry in round.electorate}
    return [*voices_of(group, cities, at), *people_of_group(group, at, kinds=(RoleKind.CHAIR,))]


def voices_of_city(round: Round, city_id: int, at: datetime) -> list[User]:
    """The representative and deputies of one city."""
    return people_of_group(round.difference.group, at, kinds=ACTING, city_id=city_id)


def people_told(round: Round, at: datetime) -> list[User]:
    """Everybody with a role in the group."""
    return people_of_group(round.difference.group, at)
