"""Routes of sign-off: a city's ordered steps of posts, for one domain or for all others (S1)."""

from collections.abc import Sequence
from typing import Any

from app.actions.events import record
from app.domain.events import EventKind
from app.domain.roles import StepRule
from app.extensions import db
from app.models import City, Domain, Post, Route, RouteStep, RouteStepPost, User
from app.policies.standing import may_administer
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import lock_city, route_of
from app.queries.people import posts_of_city

Step = tuple[StepRule, Sequence[int]]


def set_route(city_id: int, actor: User, *, domain_id: int | None, steps: Sequence[Step]) -> Route:
    """Set the steps of a city's route for a domain (None: for every other); routes already running stay (S10).

    A step is whether all or any of its posts must approve, and the ids of the posts.
    """
    ensure(may_administer(actor))
    city = lock_city(city_id)
    domain = _domain(domain_id)
    posts = {post.id: post for post in posts_of_city(city)}
    wanted = [_step(rule, ids, posts) for rule, ids in steps if ids]
    _check(wanted)
    route = route_of(city, domain)
    before = _steps_as_facts(route)
    if route and before == [_step_facts(rule, step) for rule, step in wanted]:
        return route
    route = route or _new_route(city, domain)
    route.steps.clear()
    db.session.flush()
    for position, (rule, step) in enumerate(wanted, 1):
        held = [RouteStepPost(post=post) for post in step]
        route.steps.append(RouteStep(position=position, rule=rule, posts=held))
    _record(route, actor, before, _steps_as_facts(route))
    return route


def remove_route(city_id: int, actor: User, *, domain_id: int) -> None:
    """Take a city's own route for a domain away, so that its common route serves there too."""
    ensure(may_administer(actor))
    city = lock_city(city_id)
    route = route_of(city, _domain(domain_id))
    if route:
        _record(route, actor, _steps_as_facts(route), [])
        db.session.delete(route)


def _domain(domain_id: int | None) -> Domain | None:
    if domain_id is None:
        return None
    domain = db.session.get(Domain, domain_id)
    if domain is None:
        raise NotFound
    return domain


def _new_route(city: City, domain: Domain | None) -> Route:
    route = Route(city=city, domain=domain)
    db.session.add(route)
    return route


def _step(rule: StepRule, ids: Sequence[int], posts: dict[int, Post]) -> tuple[StepRule, list[Post]]:
    if not set(ids) <= posts.keys():
        raise Invalid("steps", "post_of_own_city")
    return rule, sorted((posts[i] for i in set(ids)), key=lambda post: post.id)


def _check(steps: Sequence[tuple[StepRule, list[Post]]]) -> None:
    if not steps:
        raise Invalid("steps", "route_needs_step")
    named = [post.id for _rule, posts in steps for post in posts]
    if len(named) != len(set(named)):
        raise Invalid("steps", "post_in_two_steps")


def _step_facts(rule: StepRule, posts: Sequence[Post]) -> dict[str, Any]:
    return {"rule": rule.value, "posts": [post.name for post in posts]}


def _steps_as_facts(route: Route | None) -> list[dict[str, Any]]:
    steps = route.steps if route else []
    return [
        _step_facts(s.rule, sorted((held.post for held in s.posts), key=lambda post: post.id)) for s in steps
    ]


def _record(route: Route, actor: User, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    where = {"city_name": route.city.names, "domain": route.domain.code if route.domain else None}
    record(
        EventKind.ROUTE_CHANGED,
        actor=actor,
        subject=route,
        before={"steps": before},
        after={**where, "steps": after},
    )
