"""One city's page of the register: how it belongs, its groups, people, posts and routes, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.models import City, Domain, Group, Membership, Post, PostHolding, Route, User
from app.models.base import held_at
from app.policies.standing import may_administer
from app.policies.verdicts import ensure
from app.queries.council import city_named, routes_of_city
from app.queries.groups import participations
from app.queries.people import posts_of_city
from app.queries.people_gaps import register_state


@dataclass(frozen=True)
class CityPage:
    """Everything the register knows of a city."""

    city: City
    membership: Membership | None
    groups: Sequence[Group]
    without_voice: Sequence[Group]
    without_route: Sequence[Domain]
    people: int
    posts: Sequence[Post]
    held_posts: int
    routes: Sequence[Route]

    @property
    def has_common_route(self) -> bool:
        """Whether the city has the route that serves every domain without its own."""
        return any(route.domain_id is None for route in self.routes)


def city_page(viewer: User, code: str, at: datetime) -> CityPage:
    """A city's page; NotFound where there is none."""
    ensure(may_administer(viewer))
    city = city_named(code)
    gaps = next((gap for gap in register_state(viewer, at).cities if gap.city.id == city.id), None)
    groups = sorted(
        (each.group for each in participations(city_id=city.id)),
        key=lambda group: (group.domain.position, group.position),
    )
    posts = posts_of_city(city)
    return CityPage(
        city,
        city.membership_at(at),
        groups,
        gaps.without_voice if gaps else [],
        gaps.without_route if gaps else [],
        _people(city),
        posts,
        sum(any(holding.user.active and _held(holding, at) for holding in post.holdings) for post in posts),
        routes_of_city(city),
    )


def _people(city: City) -> int:
    counting = select(func.count()).where(User.city_id == city.id, User.active)
    return db.session.scalar(counting) or 0


def _held(holding: PostHolding, at: datetime) -> bool:
    return held_at(holding.since, holding.until, at)
