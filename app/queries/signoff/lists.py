"""Lists of sign-off: what waits for a person's signature, and the matters before the managers of all cities."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.domain.calendar import tokyo_date
from app.domain.numbering import parse_difference_number
from app.domain.positions import CityState
from app.domain.signoff import SignoffState
from app.domain.texts import Flag
from app.extensions import db
from app.models import (
    City,
    CityRoute,
    Difference,
    Domain,
    Escalation,
    Group,
    Post,
    PostHolding,
    Proposal,
    ProposalVersion,
    Round,
    SignoffHolder,
    SignoffStep,
    User,
)
from app.policies.signoff import passed_over, said_by
from app.queries.differences.access import readable_by
from app.queries.paging import Page, page_of
from app.queries.signoff.waiting import has_flag, held_at, waits_for

RUNNING = SignoffState.RUNNING


@dataclass(frozen=True)
class SignoffFilter:
    """What a list of sign-off is narrowed to; what is empty narrows nothing. city is one that has not signed."""

    group: str = ""
    domain: str = ""
    city: City | None = None
    flag: Flag | None = None
    text: str = ""


def inbox(person: User, chosen: SignoffFilter, page: int, at: datetime) -> Page[SignoffStep]:
    """One page of the steps that wait for a post the person holds, the longest waiting first."""
    statement = (
        select(SignoffStep)
        .join(SignoffStep.city_route)
        .join(CityRoute.escalation)
        .join(Escalation.difference)
        .join(Difference.group)
        .join(Group.domain)
        .where(waits_for(person, at), *_conditions(chosen, RUNNING))
        .options(joinedload(SignoffStep.city_route).joinedload(CityRoute.escalation).options(*_shown()))
        .order_by(SignoffStep.asked_at, SignoffStep.id)
    )
    return page_of(statement, page)


def escalations(
    viewer: User, chosen: SignoffFilter, page: int, at: datetime, *, running: bool
) -> Page[Escalation]:
    """One page of the matters before the managers, the oldest first; or of those that ended, the newest first."""
    state = Escalation.state == RUNNING
    order = (Escalation.opened_at, Escalation.id)
    statement = (
        select(Escalation)
        .join(Escalation.difference)
        .join(Difference.group)
        .join(Group.domain)
        .where(
            state if running else ~state,
            readable_by(viewer, at),
            *_conditions(chosen, RUNNING if running else None),
        )
        .options(*_shown())
        .order_by(*(order if running else (Escalation.ended_at.desc(), Escalation.id.desc())))
    )
    return page_of(statement, page)


def holders_now(posts: Collection[int], at: datetime) -> dict[int, list[User]]:
    """Who holds each of the posts at an instant."""
    statement = (
        select(PostHolding.post_id, User)
        .join(User, User.id == PostHolding.user_id)
        .where(PostHolding.post_id.in_(posts), held_at(at), User.active)
        .order_by(User.id)
    )
    found: dict[int, list[User]] = {}
    for post_id, person in db.session.execute(statement).unique():
        found.setdefault(post_id, []).append(person)
    return found


def open_steps(city_route: CityRoute) -> list[SignoffStep]:
    """The step of a city's route that waits for a signature; none of a route that ended or has no steps."""
    if city_route.state is not RUNNING or city_route.escalation.state is not RUNNING:
        return []
    return [step for step in city_route.steps if step.state is RUNNING]


def unsigned(step: SignoffStep) -> list[SignoffHolder]:
    """The posts of a step that are still asked: neither signed nor passed over."""
    settled = {*said_by(step), *passed_over(step)}
    return [holder for holder in step.holders if holder.post_id not in settled]


def positions_of(round: Round | None) -> list[tuple[CityState, list[City]]]:
    """How the cities stood when the round closed, each state with its cities; nothing without a round."""
    if round is None:
        return []
    taken = {position.city_id: position.kind.value for position in round.positions}
    stood = [(CityState(taken.get(e.city_id, CityState.NONE)), e.city) for e in round.electorate]
    found = ((state, [city for s, city in stood if s is state]) for state in CityState)
    return [(state, cities) for state, cities in found if cities]


def waiting_days(since: datetime | None, at: datetime) -> int:
    """For how many days something has been waiting, by the calendar of Tokyo."""
    return (tokyo_date(at) - tokyo_date(since)).days if since else 0


def _conditions(chosen: SignoffFilter, waiting: SignoffState | None) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.domain:
        conditions.append(Domain.code == chosen.domain)
    if chosen.city is not None:
        route = (CityRoute.escalation_id == Escalation.id) & (CityRoute.city_id == chosen.city.id)
        of_city = route if waiting is None else route & (CityRoute.state == waiting)
        conditions.append(exists().where(of_city).correlate(Escalation))
    if chosen.flag is not None:
        conditions.append(has_flag(chosen.flag))
    return [*conditions, *_text_conditions(chosen.text)]


def _text_conditions(text: str) -> list[ColumnElement[bool]]:
    """A difference's number, or words that all stand in its title (A6)."""
    if parsed := parse_difference_number(text):
        return [Difference.number == str(parsed)]
    return [
        or_(
            Difference.number.icontains(word, autoescape=True),
            Difference.title.icontains(word, autoescape=True),
        )
        for word in text.split()
    ]


def _shown() -> Sequence[Any]:
    """What a line shows: group, text, positions, and every city's route with its signatures."""
    return (
        joinedload(Escalation.difference).joinedload(Difference.group).joinedload(Group.domain),
        joinedload(Escalation.version).joinedload(ProposalVersion.proposal).lazyload(Proposal.author),
        joinedload(Escalation.round).options(selectinload(Round.electorate), selectinload(Round.positions)),
        selectinload(Escalation.cities)
        .selectinload(CityRoute.steps)
        .options(
            selectinload(SignoffStep.holders).joinedload(SignoffHolder.post).joinedload(Post.city),
            selectinload(SignoffStep.signatures),
            selectinload(SignoffStep.readings),
        ),
    )
