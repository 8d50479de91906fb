"""Managerial posts of cities, and who holds them from when until when."""

from datetime import date
from typing import Any

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.people_spans import end_span
from app.domain.calendar import last_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.extensions import db
from app.models import City, Post, PostHolding, User
from app.policies.people import post_fits, span_of
from app.policies.standing import may_administer
from app.policies.verdicts import Invalid, ensure
from app.queries.council import lock_city
from app.queries.people import holding_of, lock_person, post_named, posts_of_city


def add_post(city_id: int, actor: User, name: str) -> Post:
    """Add a managerial post to a city; the same name gives the same post."""
    ensure(may_administer(actor))
    city = lock_city(city_id)
    name = _name(name)
    known = _post_called(city, name)
    if known:
        return known
    post = Post(city=city, name=name)
    db.session.add(post)
    record(EventKind.POST_CHANGED, actor=actor, subject=post, after={"city_name": city.names, "post": name})
    return post


def rename_post(post_id: int, actor: User, name: str) -> Post:
    """Call a post by another name from now on; signatures keep the name they were given under."""
    ensure(may_administer(actor))
    post = post_named(post_id)
    city = lock_city(post.city_id)
    name = _name(name)
    known = _post_called(city, name)
    if known is post:
        return post
    if known:
        raise Invalid("name", "post_exists", post=name)
    before, post.name = post.name, name
    record(
        EventKind.POST_CHANGED,
        actor=actor,
        subject=post,
        before={"post": before},
        after={"city_name": city.names, "post": name},
    )
    return post


def hold_post(
    post_id: int,
    actor: User,
    *,
    user_id: int,
    since: date,
    last_day: date | None = None,
    key: str = "",
) -> PostHolding | None:
    """Let a person of the city hold a post from a day on; None where the same form already did."""
    ensure(may_administer(actor))
    post = post_named(post_id)
    if not claim_key(key, actor):
        return None
    lock_city(post.city_id)
    person = lock_person(user_id)
    span = span_of(since, last_day)
    verdict = post_fits(person, post, person.holdings, span)
    if not verdict:
        raise Invalid("post_id", verdict.code, **verdict.params)
    holding = PostHolding(post=post, user=person, since=span.since, until=span.until)
    db.session.add(holding)
    record(EventKind.POST_CHANGED, actor=actor, subject=person, after=_facts(holding))
    return holding


def end_holding(holding_id: int, actor: User, *, last_day: date | None = None) -> None:
    """End the holding of a post with a last day, or at once; signatures already given stay valid."""
    ensure(may_administer(actor))
    holding = holding_of(holding_id)
    lock_person(holding.user_id)
    db.session.refresh(holding)
    before, person = _facts(holding), holding.user
    began = end_span(holding, last_day)
    after = _facts(holding) if began else {**before, "never_began": True}
    if after != before:
        record(EventKind.POST_CHANGED, actor=actor, subject=person, before=before, after=after)


def _name(name: str) -> str:
    if not name.strip():
        raise Invalid("name", "required")
    return name.strip()


def _post_called(city: City, name: str) -> Post | None:
    return next((post for post in posts_of_city(city) if post.name == name), None)


def _facts(holding: PostHolding) -> dict[str, Any]:
    return {
        "city_name": holding.post.city.names,
        "person": holding.user.printed,
        "post": holding.post.name,
        "since": tokyo_date(holding.since).isoformat(),
        "last_day": last_day_tokyo(holding.until).isoformat() if holding.until else None,
    }
