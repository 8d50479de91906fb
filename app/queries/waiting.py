"""What differences wait for from a city, as conditions on Difference that lists and to-do lists share (L3)."""

from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, exists, or_, select

from app.domain.discussion import CommentKind
from app.domain.roles import MembershipKind
from app.domain.rounds import DepartureHandling, RoundState
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.models import (
    Adoption,
    AdoptionItem,
    CityRoute,
    Comment,
    Decision,
    Difference,
    Escalation,
    GroupCity,
    Membership,
    Position,
    Practice,
    Round,
    RoundCity,
)


def voting_places(at: datetime) -> Subquery:
    """The pairs of group_id and city_id of the member cities that take part at an instant."""
    return (
        select(GroupCity.group_id, GroupCity.city_id)
        .join(Membership, Membership.city_id == GroupCity.city_id)
        .where(
            Membership.kind == MembershipKind.MEMBER,
            *(
                condition
                for span in (GroupCity, Membership)
                for condition in (span.since <= at, or_(span.until.is_(None), span.until > at))
            ),
        )
        .subquery("places")
    )


def owes_practice(city_id: int, at: datetime) -> ColumnElement[bool]:
    """Whether a running survey waits for the city's answer."""
    places = voting_places(at)
    takes_part = exists().where(places.c.group_id == Difference.group_id, places.c.city_id == city_id)
    stated = exists().where(Practice.difference_id == Difference.id, Practice.city_id == city_id)
    running = and_(Difference.stage == Stage.SURVEYING, Difference.held_at.is_(None))
    return and_(running, takes_part, ~stated)


def owes_position(city_id: int) -> ColumnElement[bool]:
    """Whether an open round waits for the city's position; a sealed one waits for every city alike (B40)."""
    return exists().where(
        Round.difference_id == Difference.id,
        Round.state == RoundState.OPEN,
        *_elector(city_id),
        or_(Round.sealed, ~_has_position(city_id)),
    )


def owes_own_position(city_id: int) -> ColumnElement[bool]:
    """On Round: whether it is open and has no position of the city. Only for people of that city (B40)."""
    elector = exists().where(*_elector(city_id))
    return and_(Round.state == RoundState.OPEN, elector, ~_has_position(city_id))


def owes_signatures(city_id: int) -> ColumnElement[bool]:
    """Whether an escalation waits for the city's managers."""
    return exists().where(
        Escalation.difference_id == Difference.id,
        Escalation.state == SignoffState.RUNNING,
        CityRoute.escalation_id == Escalation.id,
        CityRoute.city_id == city_id,
        CityRoute.state == SignoffState.RUNNING,
    )


def owes_resolution(city_id: int) -> ColumnElement[bool]:
    """Whether the discussion waits for the city to settle a concern that it raised."""
    concern = exists().where(
        Comment.difference_id == Difference.id,
        Comment.city_id == city_id,
        Comment.kind == CommentKind.CONCERN,
        Comment.resolved_at.is_(None),
    )
    return and_(Difference.stage == Stage.DISCUSSING, Difference.held_at.is_(None), concern)


def owes_adoption(city_id: int, at: datetime) -> ColumnElement[bool]:
    """Whether a published decision waits for the city to work by it; a completed one, after evidence was taken back."""
    places = voting_places(at)
    takes_part = exists().where(places.c.group_id == Difference.group_id, places.c.city_id == city_id)
    laid = exists().where(
        Decision.difference_id == Difference.id,
        Decision.cycle == Difference.cycle,
        AdoptionItem.decision_id == Decision.id,
        AdoptionItem.city_id == city_id,
    )
    adopted = exists().where(
        Decision.difference_id == Difference.id,
        Decision.cycle == Difference.cycle,
        Adoption.decision_id == Decision.id,
        Adoption.city_id == city_id,
    )
    published = Difference.stage.in_((Stage.PUBLISHED, Stage.COMPLETED))
    return and_(published, takes_part, laid, ~adopted)


def waits_for_city(city_id: int, at: datetime) -> ColumnElement[bool]:
    """Whether a difference waits for a city."""
    return or_(
        owes_practice(city_id, at),
        owes_position(city_id),
        owes_signatures(city_id),
        owes_resolution(city_id),
        owes_adoption(city_id, at),
    )


def _elector(city_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        RoundCity.round_id == Round.id,
        RoundCity.city_id == city_id,
        or_(RoundCity.departure.is_(None), RoundCity.departure != DepartureHandling.EXCLUDE),
    )


def _has_position(city_id: int) -> ColumnElement[bool]:
    return exists().where(Position.round_id == Round.id, Position.city_id == city_id)
