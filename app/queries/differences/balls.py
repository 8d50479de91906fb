"""Who has the ball on many differences at once, by a bounded number of queries (L3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select

from app.domain.amending import AmendmentState
from app.domain.ball import Ball
from app.domain.calendar import start_of_day_tokyo, tokyo_date
from app.domain.discussion import CommentKind
from app.domain.positions import PositionKind
from app.domain.rounds import DepartureHandling, RoundState
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import (
    Adoption,
    Amendment,
    CityRoute,
    Comment,
    Decision,
    Difference,
    Disposition,
    Escalation,
    Position,
    Practice,
    Proposal,
    Round,
    RoundCity,
)
from app.policies.ball import Matters, ball_of
from app.queries.council import the_council

Found = dict[int, dict[str, Any]]


def ball_on(difference: Difference, at: datetime) -> Ball:
    """Who has the ball on one difference."""
    return balls_on([difference], at)[difference.id]


def balls_on(differences: Sequence[Difference], at: datetime) -> dict[int, Ball]:
    """Who has the ball, by the differences' ids. Their groups' cities are best loaded with them."""
    ids: dict[Stage, list[int]] = defaultdict(list)
    found: Found = {}
    days = the_council().min_discussion_days
    here = {d.id: {city.id for city in d.group.cities_at(at)} for d in differences}
    for difference in differences:
        ids[difference.stage].append(difference.id)
        found[difference.id] = {
            "cities": tuple(city.id for city in difference.group.voting_cities_at(at)),
            "ballot_from": _ballot_from(difference, days),
        }
    _add_answers(found, ids[Stage.SURVEYING])
    _add_proposals(found, [*ids[Stage.PROPOSING], *ids[Stage.DISCUSSING]])
    _add_concerns(found, [*ids[Stage.SURVEYING], *ids[Stage.PROPOSING], *ids[Stage.DISCUSSING]], here)
    _add_rounds(found, ids[Stage.VOTING])
    _add_signers(found, ids[Stage.ESCALATED])
    _add_dispositions(found, ids[Stage.DECIDED])
    _add_effects(found, [*ids[Stage.PUBLISHED], *ids[Stage.COMPLETED]])
    return {d.id: ball_of(d, Matters(**found[d.id]), at) for d in differences}


def _ballot_from(difference: Difference, days: int) -> datetime | None:
    since = difference.discussion_since
    return None if since is None else start_of_day_tokyo(tokyo_date(since) + timedelta(days=days))


def _add_answers(found: Found, ids: list[int]) -> None:
    if not ids:
        return
    answered = defaultdict(set)
    wanted = select(Practice.difference_id, Practice.city_id).where(Practice.difference_id.in_(ids))
    for difference_id, city_id in db.session.execute(wanted):
        answered[difference_id].add(city_id)
    for number in ids:
        cities = found[number]["cities"]
        found[number]["unanswered"] = tuple(city for city in cities if city not in answered[number])


def _add_proposals(found: Found, ids: list[int]) -> None:
    """Whether a proposal stands, and how many amendments to the one on the table nobody has answered."""
    if not ids:
        return
    is_open = and_(Amendment.proposal_id == Proposal.id, Amendment.state == AmendmentState.OPEN)
    wanted = (
        select(Proposal.difference_id, Proposal.on_table, func.count(Amendment.id))
        .outerjoin(Amendment, is_open)
        .where(Proposal.difference_id.in_(ids), Proposal.withdrawn_at.is_(None))
        .group_by(Proposal.id)
    )
    for difference_id, on_table, amendments in db.session.execute(wanted):
        facts = found[difference_id]
        facts.update(has_proposal=True, on_table=on_table or facts.get("on_table", False))
        if on_table:
            facts["open_amendments"] = amendments


def _add_concerns(found: Found, ids: list[int], here: Mapping[int, set[int]]) -> None:
    """Open concerns, and the cities that raised them; one that is gone settles nothing any more (D10)."""
    if not ids:
        return
    wanted = select(Comment.difference_id, Comment.city_id, func.count()).where(
        Comment.difference_id.in_(ids), Comment.kind == CommentKind.CONCERN, Comment.resolved_at.is_(None)
    )
    grouped = wanted.group_by(Comment.difference_id, Comment.city_id).order_by(Comment.city_id)
    for difference_id, city_id, count in db.session.execute(grouped):
        facts = found[difference_id]
        facts["open_concerns"] = facts.get("open_concerns", 0) + count
        if city_id in here[difference_id]:
            facts["concern_cities"] = (*facts.get("concern_cities", ()), city_id)


def _add_rounds(found: Found, ids: list[int]) -> None:
    """The cities a round waits for. A sealed round names all of them, so that nobody learns who acted (B40)."""
    if not ids:
        return
    wanted = (
        select(Round.difference_id, Round.closes_at, Round.sealed, RoundCity.city_id, Position.id)
        .join(RoundCity, RoundCity.round_id == Round.id)
        .outerjoin(
            Position, and_(Position.round_id == RoundCity.round_id, Position.city_id == RoundCity.city_id)
        )
        .where(Round.difference_id.in_(ids), Round.state == RoundState.OPEN)
        .where(RoundCity.departure.is_(None) | (RoundCity.departure != DepartureHandling.EXCLUDE))
        .order_by(RoundCity.city_id)
    )
    for difference_id, closes_at, sealed, city_id, position_id in db.session.execute(wanted):
        facts = found[difference_id]
        facts["closes_at"] = closes_at
        if sealed or position_id is None:
            facts["voters"] = (*facts.get("voters", ()), city_id)


def _add_signers(found: Found, ids: list[int]) -> None:
    if not ids:
        return
    wanted = (
        select(Escalation.difference_id, CityRoute.city_id)
        .join(CityRoute, CityRoute.escalation_id == Escalation.id)
        .where(
            Escalation.difference_id.in_(ids),
            Escalation.state == SignoffState.RUNNING,
            CityRoute.state == SignoffState.RUNNING,
        )
        .order_by(CityRoute.city_id)
    )
    for difference_id, city_id in db.session.execute(wanted):
        facts = found[difference_id]
        facts["signers"] = (*facts.get("signers", ()), city_id)


def _add_dispositions(found: Found, ids: list[int]) -> None:
    """How many comments that came with approvals still wait for what becomes of them (B22)."""
    if not ids:
        return
    wanted = (
        select(Decision.difference_id, func.count())
        .join(Difference, and_(Difference.id == Decision.difference_id, Difference.cycle == Decision.cycle))
        .join(Position, Position.round_id == Decision.round_id)
        .outerjoin(
            Disposition,
            and_(Disposition.round_id == Position.round_id, Disposition.city_id == Position.city_id),
        )
        .where(
            Decision.difference_id.in_(ids),
            Position.kind == PositionKind.APPROVE_WITH_COMMENTS,
            Disposition.id.is_(None),
        )
        .group_by(Decision.difference_id)
    )
    for difference_id, count in db.session.execute(wanted):
        found[difference_id]["open_dispositions"] = count


def _add_effects(found: Found, ids: list[int]) -> None:
    """When the decision takes effect, and the cities that do not work by it yet."""
    if not ids:
        return
    wanted = (
        select(Decision.difference_id, Decision.effective_on, Adoption.city_id)
        .join(Difference, and_(Difference.id == Decision.difference_id, Difference.cycle == Decision.cycle))
        .outerjoin(Adoption, Adoption.decision_id == Decision.id)
        .where(Decision.difference_id.in_(ids))
    )
    for difference_id, effective_on, adopted in db.session.execute(wanted):
        facts = found[difference_id]
        facts["effective_on"] = effective_on
        facts["cities"] = tuple(city for city in facts["cities"] if city != adopted)
