"""What the page of a difference, and the page on which one escalates, show of sign-off."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.models import City, Difference, Escalation, Proposal, ProposalVersion, Round, Route, User
from app.policies.signoff import may_escalate, resumes
from app.policies.standing import may_lead
from app.policies.verdicts import Verdict
from app.queries.differences import difference_named
from app.queries.proposals import on_the_table
from app.queries.signoff.lists import open_steps, unsigned
from app.queries.signoff.one import last_closed_round, last_escalation, last_round_on, route_for
from app.queries.signoff.page import PositionLine, absences_on, place_of, positions_in


@dataclass(frozen=True)
class CityLine:
    """How far one city is: its state, and the posts it waits for."""

    city: City
    state: SignoffState
    posts: tuple[str, ...]


@dataclass(frozen=True)
class SignoffPanel:
    """The last escalation of the cycle, whether the viewer is asked to sign, and whether it can be escalated."""

    escalation: Escalation | None
    cities: tuple[CityLine, ...]
    mine: bool
    may_escalate: Verdict


@dataclass(frozen=True)
class EscalatePage:
    """What goes to the managers: text, positions, and the route of every city; resumes says whether they go on."""

    difference: Difference
    proposal: Proposal | None
    version: ProposalVersion | None
    round: Round | None
    positions: tuple[PositionLine, ...]
    routes: tuple[tuple[City, Route | None], ...]
    earlier: Escalation | None
    resumes: bool
    may_escalate: Verdict

    @property
    def of_other_text(self) -> bool:
        """Whether the positions were given to another text than the one on the table (T4)."""
        return (
            self.round is not None
            and self.version is not None
            and self.round.text_hash != self.version.text_hash
        )


def signoff_panel(difference: Difference, viewer: User, at: datetime) -> SignoffPanel | None:
    """The sign-off of a difference for a viewer; None where there is none and the viewer could not begin one."""
    escalation = last_escalation(difference)
    proposal = on_the_table(difference) if difference.stage is Stage.DISCUSSING else None
    verdict = may_escalate(viewer, difference, proposal, at)
    if escalation is None:
        return SignoffPanel(None, (), False, verdict) if verdict else None
    routes = sorted(escalation.cities, key=lambda city_route: city_route.city.code)
    cities = tuple(
        CityLine(
            route.city,
            route.state,
            tuple(holder.post_name for step in open_steps(route) for holder in unsigned(step)),
        )
        for route in routes
    )
    place = place_of(escalation, viewer, absences_on(escalation, at), at)
    return SignoffPanel(escalation, cities, place is not None, verdict)


def escalate_page(number: str, viewer: User, at: datetime) -> EscalatePage:
    """What the page shows on which a matter is taken to the managers."""
    difference = difference_named(number, viewer)
    proposal = on_the_table(difference)
    version = proposal.current if proposal else None
    round = (last_round_on(version) if version else None) or last_closed_round(difference)
    earlier = last_escalation(difference)
    cities = difference.group.voting_cities_at(at) if may_lead(viewer, difference.group, at) else []
    return EscalatePage(
        difference,
        proposal,
        version,
        round,
        positions_in(round),
        tuple((city, route_for(city.id, difference.group.domain_id)) for city in cities),
        earlier,
        version is not None and resumes(earlier, version),
        may_escalate(viewer, difference, proposal, at),
    )
