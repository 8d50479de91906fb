"""Which cities work by a decision: those that said so, those still to follow, and whether the viewer may speak."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.calendar import tokyo_date
from app.domain.force import Standing
from app.extensions import db
from app.models import Adoption, City, Decision, Difference, Group, User
from app.policies.decisions import may_adopt
from app.policies.standing import reads
from app.policies.verdicts import NotFound, Verdict
from app.queries.decisions.force import standings_of


@dataclass(frozen=True)
class CityAdoption:
    """A participating city, its word, if it gave it, and what stands there today of the decisions on the matter."""

    city: City
    adoption: Adoption | None
    standing: Standing


@dataclass(frozen=True)
class AdoptionPanel:
    """How far the cities are with a decision; may_adopt is the viewer's own answer."""

    decision: Decision
    cities: tuple[CityAdoption, ...]
    may_adopt: Verdict

    @property
    def done(self) -> int:
        """How many cities work by it."""
        return sum(1 for line in self.cities if line.adoption)


def adoption_page(decision_id: int, viewer: User, at: datetime) -> AdoptionPanel:
    """The adoption of a decision; NotFound where the viewer may not know of it."""
    statement = (
        select(Decision)
        .where(Decision.id == decision_id)
        .options(joinedload(Decision.difference).joinedload(Difference.group).selectinload(Group.cities))
    )
    decision = db.session.scalars(statement).unique().one_or_none()
    if decision is None or not reads(viewer, decision.difference.group, at):
        raise NotFound
    return adoption_panel(decision, viewer, at)


def adoption_panel(decision: Decision, viewer: User, at: datetime) -> AdoptionPanel:
    """The cities that take part, by code, and those that once adopted it, each with its word."""
    said = {adoption.city_id: adoption for adoption in adoptions_of(decision)}
    here = decision.difference.group.voting_cities_at(at)
    gone = [adoption.city for adoption in said.values() if adoption.city not in here]
    cities = sorted([*here, *gone], key=lambda city: city.code)
    standing = standings_of(decision.difference, cities, tokyo_date(at))
    return AdoptionPanel(
        decision,
        tuple(CityAdoption(city, said.get(city.id), standing[city.id]) for city in cities),
        may_adopt(viewer, decision.difference, decision, said.keys(), at),
    )


def adoptions_of(decision: Decision) -> list[Adoption]:
    """The words of the cities on a decision."""
    statement = select(Adoption).where(Adoption.decision_id == decision.id).order_by(Adoption.id)
    return list(db.session.scalars(statement).unique())
