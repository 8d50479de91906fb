"""The council, its cities, groups and people, as a test needs them: builders hide what the test is not about."""

from datetime import UTC, datetime

from app.clock import now
from app.domain.events import GENESIS
from app.domain.roles import MembershipKind, RoleKind, StepRule, UserKind
from app.domain.tally import RuleKind
from app.extensions import db
from app.models import (
    City,
    Council,
    Domain,
    Group,
    GroupCity,
    GroupRole,
    Membership,
    Post,
    PostHolding,
    Route,
    RouteStep,
    RouteStepPost,
    User,
)
from app.transaction import transaction
from tests.support.serials import next_serial
from tests.support.worlds import kept

LONG_AGO = datetime(2026, 4, 1, tzinfo=UTC)

CITIES = {
    "立川市": ("132021", "Tachikawa", "たちかわし"),
    "三鷹市": ("132047", "Mitaka", "みたかし"),
    "日野市": ("132128", "Hino", "ひのし"),
    "小金井市": ("132101", "Koganei", "こがねいし"),
}


@kept
def a_council(**settings: object) -> Council:
    """The council of the installation, with short durations unless said otherwise."""
    chosen: dict[str, object] = {
        "name_ja": "試験協議会", "name_en": "Test Council", "short_name_ja": "試験協", "short_name_en": "TC",
        "secretariat_ja": "事務局", "secretariat_en": "Secretariat", "default_rule": RuleKind.UNANIMOUS,
        "quorum": None, "min_discussion_days": 0, "min_ballot_working_days": 0, "ballot_working_days": 5,
        "grace_minutes": 0,
    }  # fmt: skip
    with transaction():
        council = Council(**{**chosen, **settings}, chain_head=GENESIS, changed_at=now())
        db.session.add(council)
    return council


@kept
def a_city(name: str = "立川市", kind: MembershipKind = MembershipKind.MEMBER) -> City:
    """A city of the council since long ago."""
    code, english, reading = CITIES[name]
    with transaction():
        city = City(code=code, name_ja=name, name_en=english, reading=reading)
        city.memberships.append(Membership(kind=kind, since=LONG_AGO))
        db.session.add(city)
    return city


@kept
def three_cities() -> list[City]:
    """Tachikawa, Mitaka and Hino, members, in the order of their codes."""
    return [a_city(name) for name in ("立川市", "三鷹市", "日野市")]


@kept
def a_domain(code: str = "EDU", short_name: str = "教育") -> Domain:
    """A domain; the same code gives the same domain."""
    found = db.session.query(Domain).filter_by(code=code).one_or_none()
    if found:
        return found
    with transaction():
        domain = Domain(
            code=code, name_ja=short_name, name_en=code, short_name_ja=short_name, position=next_serial()
        )
        db.session.add(domain)
    return domain


@kept
def a_group(cities: list[City] | None = None, code: str = "EDU-02", domain: Domain | None = None) -> Group:
    """A working group in which cities take part (three new ones unless given)."""
    cities = three_cities() if cities is None else cities
    domain = domain or a_domain()
    with transaction():
        group = Group(
            code=code, domain=domain, name_ja="就学", name_en="School enrolment", position=next_serial()
        )
        for city in cities:
            group.cities.append(GroupCity(city=city, since=LONG_AGO))
        db.session.add(group)
    return group


@kept
def a_person(
    city: City | None = None,
    kind: UserKind | None = None,
    post: str = "主任",
    section: str = "学務課",
    **more: object,
) -> User:
    """A person: of a city where one is given, otherwise of the secretariat."""
    number = next_serial()
    with transaction():
        person = User(
            email=f"person{number}@example.jp",
            kind=kind or (UserKind.CITY if city else UserKind.SECRETARIAT),
            city=city,
            organisation="" if city else "事務局",
            section=section if city else "",
            post=post,
            created_at=now(),
            **more,
        )
        db.session.add(person)
    return person


@kept
def a_secretary() -> User:
    """A person of the secretariat."""
    return a_person(post="係長")


@kept
def a_partner(group: Group | None = None) -> User:
    """A vendor's or consultant's person, with a place in a group where one is given."""
    person = a_person(kind=UserKind.PARTNER, post="コンサルタント")
    return a_role(group, person, RoleKind.PARTNER).user if group else person


@kept
def a_role(
    group: Group, person: User, kind: RoleKind, rank: int | None = None, **span: datetime
) -> GroupRole:
    """A role in a group, held since long ago unless said otherwise."""
    with transaction():
        role = GroupRole(
            group=group, user=person, kind=kind, rank=rank, since=span.pop("since", LONG_AGO), **span
        )
        db.session.add(role)
    return role


@kept
def a_representative(group: Group, city: City) -> User:
    """The person who may record the city's position in a group."""
    return a_role(group, a_person(city), RoleKind.REPRESENTATIVE).user


@kept
def a_deputy(group: Group, city: City, rank: int = 1) -> User:
    """A deputy of the city in a group."""
    return a_role(group, a_person(city, post="主事"), RoleKind.DEPUTY, rank).user


@kept
def a_member(group: Group, city: City) -> User:
    """A member of the group from a city, without the city's voice."""
    return a_role(group, a_person(city, post="主事"), RoleKind.MEMBER).user


@kept
def an_observer(group: Group, city: City | None = None) -> User:
    """An observer of the group."""
    return a_role(group, a_person(city, post="主査"), RoleKind.OBSERVER).user


@kept
def a_chair(group: Group, city: City | None = None) -> User:
    """The chair of the group, from a city or from the secretariat."""
    return a_role(group, a_person(city, post="座長"), RoleKind.CHAIR).user


@kept
def a_post(city: City, name: str = "学務課長") -> Post:
    """A managerial post of a city."""
    with transaction():
        post = Post(city=city, name=name)
        db.session.add(post)
    return post


@kept
def a_manager(city: City, name: str = "学務課長", post: Post | None = None) -> User:
    """A person who holds a managerial post of a city."""
    post = post or a_post(city, name)
    person = a_person(city, post=post.name, section="")
    with transaction():
        db.session.add(PostHolding(post=post, user=person, since=LONG_AGO))
    return person


@kept
def a_route(
    city: City, *steps: list[Post], rule: StepRule = StepRule.ALL, domain: Domain | None = None
) -> Route:
    """A city's route, for every domain unless one is given: one list of posts a step."""
    with transaction():
        route = Route(city=city, domain=domain)
        for position, posts in enumerate(steps, 1):
            held = [RouteStepPost(post=post) for post in posts]
            route.steps.append(RouteStep(position=position, rule=rule, posts=held))
        db.session.add(route)
    return route
