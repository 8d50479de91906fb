"""Managerial posts, who holds them, and the routes of sign-off made of them (S1, S2, S10)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions import posts, posts_routes
from app.domain.events import EventKind
from app.domain.roles import StepRule
from app.models import Event, Route
from app.policies.verdicts import Invalid, Refused
from app.queries.council import routes_of_city
from app.transaction import transaction
from tests.builders.council import a_city, a_domain, a_person, a_post, a_secretary

TODAY = date(2026, 11, 23)


def _events(session: Session) -> list[Event]:
    return list(session.scalars(select(Event).order_by(Event.id)))


def test_a_post_is_added_once_and_renamed(session: Session) -> None:
    city, secretary = a_city(), a_secretary()
    with transaction():
        post = posts.add_post(city.id, secretary, " 学務課長 ")
        again = posts.add_post(city.id, secretary, "学務課長")
    assert again is post

    with transaction():
        posts.rename_post(post.id, secretary, "教育総務課長")
        posts.rename_post(post.id, secretary, "教育総務課長")
    assert [event.after["post"] for event in _events(session)] == ["学務課長", "教育総務課長"]

    other = a_post(city, "教育部長")
    with pytest.raises(Invalid) as refusal, transaction():
        posts.rename_post(other.id, secretary, "教育総務課長")
    assert refusal.value.code == "post_exists"


def test_a_post_is_held_for_a_span_by_people_of_its_city(session: Session) -> None:
    city, secretary = a_city(), a_secretary()
    person, stranger = a_person(city), a_person(a_city("三鷹市"))
    post = a_post(city)
    last = TODAY + timedelta(days=10)
    with transaction():
        holding = posts.hold_post(post.id, secretary, user_id=person.id, since=TODAY, last_day=last, key="k")
        again = posts.hold_post(post.id, secretary, user_id=person.id, since=TODAY, last_day=last, key="k")

    assert again is None
    assert person.posts_at(clock.now()) == [post]
    assert person.posts_at(clock.now() + timedelta(days=11)) == []
    for someone, code in ((stranger, "post_of_own_city"), (person, "post_held_already")):
        with pytest.raises(Invalid) as refusal, transaction():
            posts.hold_post(post.id, secretary, user_id=someone.id, since=TODAY)
        assert (refusal.value.field, refusal.value.code) == ("post_id", code)

    clock.travel(timedelta(hours=1))
    with transaction():
        posts.end_holding(holding.id, secretary)
    assert person.posts_at(clock.now()) == []
    assert [event.kind for event in _events(session)] == [EventKind.POST_CHANGED] * 2


def test_s1_a_city_has_ordered_steps_of_posts_for_a_domain_and_for_all_others(session: Session) -> None:
    city, secretary, domain = a_city(), a_secretary(), a_domain()
    chief, head, director = (a_post(city, name) for name in ("学務課長", "指導課長", "教育部長"))
    steps = [(StepRule.ANY, [chief.id, head.id]), (StepRule.ALL, [director.id]), (StepRule.ALL, [])]
    with transaction():
        posts_routes.set_route(city.id, secretary, domain_id=domain.id, steps=steps)
        posts_routes.set_route(city.id, secretary, domain_id=None, steps=[(StepRule.ALL, [director.id])])

    common, own = routes_of_city(city)
    assert (common.domain, own.domain) == (None, domain)
    assert [(s.position, s.rule, {p.post.name for p in s.posts}) for s in own.steps] == [
        (1, StepRule.ANY, {"学務課長", "指導課長"}),
        (2, StepRule.ALL, {"教育部長"}),
    ]


def test_l7_setting_the_same_route_again_records_nothing(session: Session) -> None:
    city, secretary = a_city(), a_secretary()
    chief, head = a_post(city, "学務課長"), a_post(city, "教育部長")

    def set_steps(*ids: int) -> Route:
        with transaction():
            return posts_routes.set_route(
                city.id, secretary, domain_id=None, steps=[(StepRule.ALL, [i]) for i in ids]
            )

    route = set_steps(chief.id, head.id)
    assert set_steps(chief.id, head.id) is route
    assert len(_events(session)) == 1
    set_steps(head.id, chief.id)
    session.expire_all()
    assert [[held.post.name for held in step.posts] for step in route.steps] == [["教育部長"], ["学務課長"]]
    assert _events(session)[-1].before["steps"][0]["posts"] == ["学務課長"]


def test_a_route_needs_a_step_and_posts_of_its_city_each_once(session: Session) -> None:
    city, secretary = a_city(), a_secretary()
    chief, stranger = a_post(city), a_post(a_city("三鷹市"))
    for steps, code in (
        ([(StepRule.ALL, [])], "route_needs_step"),
        ([(StepRule.ALL, [stranger.id])], "post_of_own_city"),
        ([(StepRule.ALL, [chief.id]), (StepRule.ANY, [chief.id])], "post_in_two_steps"),
    ):
        with pytest.raises(Invalid) as refusal, transaction():
            posts_routes.set_route(city.id, secretary, domain_id=None, steps=steps)
        assert (refusal.value.field, refusal.value.code) == ("steps", code)


def test_a_route_of_a_domain_can_be_taken_away(session: Session) -> None:
    city, secretary, domain = a_city(), a_secretary(), a_domain()
    chief = a_post(city)
    for domain_id in (None, domain.id):
        with transaction():
            posts_routes.set_route(
                city.id, secretary, domain_id=domain_id, steps=[(StepRule.ALL, [chief.id])]
            )
    for _ in range(2):
        with transaction():
            posts_routes.remove_route(city.id, secretary, domain_id=domain.id)

    assert [route.domain for route in routes_of_city(city)] == [None]
    assert len(_events(session)) == 3


def test_only_the_secretariat_keeps_posts_and_routes(session: Session) -> None:
    city, domain = a_city(), a_domain()
    person, post = a_person(city), a_post(city)
    for act in (
        lambda: posts.add_post(city.id, person, "部長"),
        lambda: posts.rename_post(post.id, person, "部長"),
        lambda: posts.hold_post(post.id, person, user_id=person.id, since=TODAY),
        lambda: posts.end_holding(1, person),
        lambda: posts_routes.set_route(city.id, person, domain_id=None, steps=[]),
        lambda: posts_routes.remove_route(city.id, person, domain_id=domain.id),
    ):
        with pytest.raises(Refused), transaction():
            act()
