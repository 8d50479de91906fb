"""Escalations and decisions, as a test needs them: carried, signed and decided by the actions themselves."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import func, insert, select

from app.actions.differences import reopen
from app.actions.signoff import ConfirmedIdentity, escalate, register_absence, sign
from app.clock import now
from app.domain import passwords
from app.domain.calendar import tokyo_date
from app.domain.roles import StepRule
from app.domain.signoff import Meaning, SignoffState
from app.domain.tally import Rule
from app.domain.texts import Flag
from app.extensions import db
from app.models import (
    Absence,
    City,
    CityRoute,
    Decision,
    Difference,
    Escalation,
    Group,
    Post,
    Signature,
    SignoffHolder,
    SignoffStep,
    User,
)
from app.models.base import Base
from app.queries.decisions import latest_decision
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_group, a_manager, a_post, a_route, a_secretary
from tests.builders.differences import a_proposing_difference
from tests.builders.proposals import a_difference_on_the_table, a_proposal_on_the_table, a_version
from tests.support.worlds import kept

PASSWORD = "とても長い合言葉 2026"
SECTION, DEPARTMENT = "学務課長", "教育部長"
REASON = "議会の日程と合わないため、時期を改めて検討されたい。"
ORDINANCE = frozenset({Flag.ORDINANCE_CHANGE})


@dataclass(frozen=True)
class Signing:
    """A matter before the managers; cities in the order of their codes, each with 課長 then 部長."""

    escalation: Escalation
    cities: list[City]
    managers: dict[tuple[str, str], User] = field(default_factory=dict)

    @property
    def difference(self) -> Difference:
        return self.escalation.difference

    @property
    def group(self) -> Group:
        return self.escalation.difference.group

    def manager(self, place: int, post: str = SECTION) -> User:
        """Who holds a post of the city at a place."""
        return self.managers[self.cities[place].name_ja, post]

    def route(self, place: int) -> CityRoute:
        """The route of the city at a place, as committed now."""
        db.session.expire_all()
        return next(r for r in self.escalation.cities if r.city_id == self.cities[place].id)

    def step(self, place: int, position: int = 1) -> SignoffStep:
        """A step of the city at a place."""
        return next(s for s in self.route(place).steps if s.position == position)

    def states(self) -> list[SignoffState]:
        """The state of every city's route, by code."""
        return [self.route(place).state for place in range(len(self.cities))]


@lru_cache
def _hash() -> str:
    return passwords.hash_password(PASSWORD)


@kept
def with_password(person: User) -> User:
    """Give a person the password of these tests."""
    with transaction():
        person.password_hash = _hash()
    return person


@kept
def a_signing_manager(city: City, name: str, post: Post | None = None) -> User:
    """Somebody who holds a post of a city and knows the password of these tests."""
    return with_password(a_manager(city, name, post))


@kept
def a_signing_city(city: City) -> dict[tuple[str, str], User]:
    """Give a city the route 課長→部長, each post held by somebody."""
    posts = [a_post(city, SECTION), a_post(city, DEPARTMENT)]
    a_route(city, *([post] for post in posts))
    return {(city.name_ja, post.name): a_signing_manager(city, post.name, post) for post in posts}


@kept
def signing_cities(group: Group) -> dict[tuple[str, str], User]:
    """Give every voting city of a group its route."""
    managers: dict[tuple[str, str], User] = {}
    for place in group.cities:
        managers |= a_signing_city(place.city)
    return managers


@kept
def an_escalation(
    group: Group | None = None,
    letters: str = "aaa",
    flags: frozenset[Flag] = ORDINANCE,
    routes: bool = True,
) -> Signing:
    """A flagged proposal that the ballot carried to the managers; each city gets 課長→部長 unless it has routes."""
    group = group or a_group()
    managers = signing_cities(group) if routes else {}
    round = a_closed_round(letters, group=group, flags=flags)
    escalation = db.session.query(Escalation).filter_by(round_id=round.id).one()
    return Signing(escalation, _cities(group), managers)


@kept
def an_escalation_by_the_chair(
    group: Group | None = None, author: User | None = None, routes: bool = True
) -> Signing:
    """A flagged proposal that the secretariat took to the managers without a ballot."""
    group = group or a_group()
    managers = signing_cities(group) if routes else {}
    difference = a_proposing_difference(group)
    a_proposal_on_the_table(difference, author, flags=ORDINANCE)
    secretary = a_secretary()
    with transaction():
        escalation = escalate(difference.number, secretary, reason="市の間で調整がつかないため。")
    return Signing(escalation, _cities(group), managers)


def an_absence(
    manager: User, *deputies: User, days: int = 3, registered_by: User | None = None, since: int = 0
) -> Absence:
    """A manager away from the first post held, from today on for some days, with deputies in order."""
    first = tokyo_date(now()) + timedelta(days=since)
    actor = registered_by or manager
    with transaction():
        absence = register_absence(
            actor,
            holding_id=manager.holdings[0].id,
            since=first,
            last_day=first + timedelta(days=days - 1),
            reason="出張",
            deputy_ids=[deputy.id for deputy in deputies],
        )
    assert absence is not None
    return absence


def _cities(group: Group) -> list[City]:
    return sorted((place.city for place in group.cities), key=lambda city: city.code)


@kept
def sign_step(
    step: SignoffStep,
    person: User,
    meaning: Meaning = Meaning.APPROVE,
    reason: str = "",
    *,
    post_id: int | None = None,
    text_hash: str | None = None,
    key: str = "",
) -> Signature | None:
    """A person signs a step, for its first post unless another is named, on the text as it stands."""
    reason = reason or ("" if meaning is Meaning.APPROVE else REASON)
    identity = ConfirmedIdentity(person.id)  # what the password proves is tested by itself
    with transaction():
        return sign(
            step.id,
            person,
            post_id=post_id or step.holders[0].post_id,
            meaning=meaning,
            identity=identity,
            text_hash=step.city_route.escalation.text_hash if text_hash is None else text_hash,
            reason=reason,
            key=key,
        )


@kept
def sign_city(signing: Signing, place: int, posts: tuple[str, ...] = (SECTION, DEPARTMENT)) -> None:
    """The city at a place approves, post by post."""
    for post in posts:
        route = signing.route(place)
        step = next(s for s in route.steps if s.state is SignoffState.RUNNING)
        sign_step(step, signing.manager(place, post))


@kept
def sign_all(signing: Signing) -> Decision:
    """Every city approves; the decision that makes."""
    for place in range(len(signing.cities)):
        sign_city(signing, place)
    return decision_on(signing.difference)


@kept
def a_decision(
    group: Group | None = None, letters: str = "aaa", rule: Rule | None = None, **fields: object
) -> Decision:
    """A decision made by a carried ballot on a proposal without flags."""
    group = group or a_group()
    difference = a_difference_on_the_table(group, **fields)
    return decision_on(a_closed_round(letters, rule=rule, difference=difference).difference)


@kept
def a_later_decision(earlier: Decision, body: str = "改めた本文。", **fields: object) -> Decision:
    """The decision that takes the place of another: the matter was reopened, its text changed, voted on again."""
    secretary, difference = a_secretary(), earlier.difference
    with transaction():
        reopen(difference.number, secretary, reason="制度改正により見直しが必要となったため。")
    a_version(earlier.version.proposal, body=body, **fields)
    return decision_on(a_closed_round("aaa", difference=difference).difference)


def decision_on(difference: Difference) -> Decision:
    """The last decision on a difference."""
    db.session.expire_all()
    decision = latest_decision(difference)
    assert decision is not None
    return decision


@kept
def a_joint_step(city: City, rule: StepRule, *names: str) -> dict[str, User]:
    """Give a city a route of one step with several posts, all or any of which must approve (S2)."""
    posts = [a_post(city, name) for name in names]
    a_route(city, posts, rule=rule)
    return {post.name: a_signing_manager(city, post.name, post) for post in posts}


@kept
def many_escalations(signing: Signing, count: int) -> None:
    """As many further matters like this one, row by row as they stand: for lists that must not slow down."""
    with transaction():
        for _ in range(count):
            difference_id = _another_difference(signing.difference)
            escalation_id = _copy(Escalation, signing.escalation.id, difference_id=difference_id)
            for route in signing.escalation.cities:
                route_id = _copy(CityRoute, route.id, escalation_id=escalation_id)
                for step in route.steps:
                    step_id = _copy(SignoffStep, step.id, city_route_id=route_id)
                    for held in step.holders:
                        values = {"step_id": step_id, "post_id": held.post_id, "post_name": held.post_name}
                        db.session.execute(insert(SignoffHolder).values(**values))
                    for signature in step.signatures:
                        _copy(Signature, signature.id, step_id=step_id)


@kept
def many_decisions(decision: Decision, count: int) -> None:
    """As many further decisions like this one, each on a difference of its own."""
    with transaction():
        for _ in range(count):
            serial = (db.session.scalar(select(func.max(Decision.serial))) or 0) + 1
            _copy(
                Decision,
                decision.id,
                difference_id=_another_difference(decision.difference),
                serial=serial,
                number=f"令和8年度 教育-{serial}号",
            )


def _another_difference(difference: Difference) -> int:
    serial = (db.session.scalar(select(func.max(Difference.serial))) or 0) + 1
    return _copy(Difference, difference.id, serial=serial, number=f"{difference.group.code}-{serial:03d}")


def _copy(model: type[Base], row_id: int, **changes: object) -> int:
    """A row like another one, with some columns changed; its id."""
    table = model.__table__
    found = db.session.execute(select(table).where(table.c.id == row_id)).one()
    row = {**found._mapping, **changes}
    del row["id"]
    return db.session.execute(insert(model).values(**row).returning(table.c.id)).scalar_one()
