"""The page of one escalation: the text, what changed, the positions, every city's route, and the place to sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.positions import CityState
from app.domain.signoff import Baseline, Meaning, SignoffState
from app.extensions import db
from app.models import (
    Absence,
    Attachment,
    City,
    CityRoute,
    Escalation,
    LaterReading,
    Position,
    Round,
    SignoffHolder,
    SignoffStep,
    User,
)
from app.policies.absences import standing_in
from app.policies.board import awaits_board, may_record_board
from app.policies.signoff import holds, may_mean, may_sign_now
from app.policies.verdicts import NotFound, Verdict, not_now
from app.queries.proposals.comparisons import Comparison, compare_versions
from app.queries.proposals.files import bound_files, files_of
from app.queries.signoff.absences import running_absences
from app.queries.signoff.baselines import baseline_of
from app.queries.signoff.lists import open_steps
from app.queries.signoff.one import escalation_seen, last_closed_round
from app.queries.signoff.route_views import RouteView, route_views
from app.queries.signoff.sequence import InboxPlace, sequence_of


@dataclass(frozen=True)
class SigningPlace:
    """The step that waits for the viewer: the posts the viewer can sign for, and what each meaning answers.

    absences are those in which the viewer would sign in somebody's place (S5), by post.
    """

    step: SignoffStep
    posts: tuple[SignoffHolder, ...]
    meanings: Mapping[Meaning, Verdict]
    absences: Mapping[int, Absence]

    @property
    def possible(self) -> tuple[Meaning, ...]:
        """What the viewer can say."""
        return tuple(meaning for meaning, verdict in self.meanings.items() if verdict)


@dataclass(frozen=True)
class PositionLine:
    """One city's position in the ballot that the managers see; position None where it took none."""

    city: City
    state: CityState
    position: Position | None


@dataclass(frozen=True)
class SignoffPage:
    """Everything the page of an escalation shows to a viewer."""

    escalation: Escalation
    files: tuple[Attachment, ...]
    baseline: Baseline | None
    comparison: Comparison | None
    round: Round | None
    positions: tuple[PositionLine, ...]
    routes: tuple[RouteView, ...]
    place: SigningPlace | None
    others: tuple[Escalation, ...]
    sequence: InboxPlace
    viewer_id: int
    awaits_board: bool
    may_record_board: Verdict

    @property
    def of_other_text(self) -> bool:
        """Whether the positions were given to another text than the one before the managers (T4)."""
        return self.round is not None and self.round.text_hash != self.escalation.text_hash

    @property
    def own_readings(self) -> tuple[LaterReading, ...]:
        """What the viewer has to read of what was done in the viewer's absence (S5, S6)."""
        own = (reading for route in self.routes for reading in route.readings)
        return tuple(r for r in own if r.user_id == self.viewer_id and r.read_at is None)

    @property
    def waiting(self) -> tuple[City, ...]:
        """The cities that have not signed."""
        if self.escalation.state is not SignoffState.RUNNING:
            return ()
        return tuple(r.city for r in self.routes if r.city_route.state is SignoffState.RUNNING)


def signoff_page(escalation_id: int, viewer: User, at: datetime) -> SignoffPage:
    """What the page of an escalation shows; NotFound where the viewer may not know of it."""
    escalation = escalation_seen(escalation_id, viewer)
    baseline, older = baseline_of(escalation, viewer)
    version = escalation.version
    round = escalation.round or last_closed_round(escalation.difference)
    absences = absences_on(escalation, at)
    return SignoffPage(
        escalation,
        bound_files(version, files_of(escalation.difference)),
        baseline,
        compare_versions(older, version) if older else None,
        round,
        positions_in(round),
        route_views(escalation, viewer, absences, at),
        place_of(escalation, viewer, absences, at),
        _others(escalation),
        sequence_of(viewer, escalation, at),
        viewer.id,
        awaits_board(escalation),
        may_record_board(viewer, escalation),
    )


def escalation_of_step(step_id: int) -> int:
    """Which escalation a step belongs to; NotFound where there is no such step."""
    statement = select(CityRoute.escalation_id).join(CityRoute.steps).where(SignoffStep.id == step_id)
    return _found(db.session.scalar(statement))


def escalation_of_route(city_route_id: int) -> int:
    """Which escalation a city's route belongs to; NotFound where there is no such route."""
    statement = select(CityRoute.escalation_id).where(CityRoute.id == city_route_id)
    return _found(db.session.scalar(statement))


def _found(escalation_id: int | None) -> int:
    if escalation_id is None:
        raise NotFound
    return escalation_id


def may_sign_step(page: SignoffPage, step_id: int, viewer: User, at: datetime) -> Verdict:
    """Whether the viewer may sign a step of the page, under any of its posts."""
    steps = (step for route in page.routes for step in route.city_route.steps)
    step = next(step for step in steps if step.id == step_id)
    absences = absences_on(page.escalation, at)
    verdicts = [may_sign_now(viewer, step, holder.post_id, at, absences) for holder in step.holders]
    allowed = next((verdict for verdict in verdicts if verdict), None)
    timely = next((verdict for verdict in verdicts if verdict.code != "not_a_holder"), None)
    return allowed or timely or (verdicts[0] if verdicts else not_now("step_not_running"))


def absences_on(escalation: Escalation, at: datetime) -> Sequence[Absence]:
    """The absences that run in the cities whose route is open; none where the matter has ended."""
    waiting = [route.city_id for route in escalation.cities if open_steps(route)]
    return running_absences(waiting, at)


def place_of(
    escalation: Escalation, viewer: User, absences: Sequence[Absence], at: datetime
) -> SigningPlace | None:
    """Where the viewer signs, if the escalation waits for a post the viewer holds or stands in for."""
    for city_route in escalation.cities:
        for step in open_steps(city_route):
            posts = [h for h in step.holders if may_sign_now(viewer, step, h.post_id, at, absences)]
            if posts:
                stood_in = {h.post_id: standing_in(viewer, h.post, absences, at)[0] for h in posts}
                kept = {id: a for id, a in stood_in.items() if a and not holds(viewer, id, at)}
                return SigningPlace(step, tuple(posts), _meanings(viewer, step, posts), kept)
    return None


def _meanings(viewer: User, step: SignoffStep, posts: list[SignoffHolder]) -> dict[Meaning, Verdict]:
    """What each meaning answers; one post for which it is possible is enough."""
    answers = {}
    for meaning in Meaning:
        verdicts = [may_mean(viewer, step, holder.post_id, meaning) for holder in posts]
        answers[meaning] = next((verdict for verdict in verdicts if verdict), verdicts[0])
    return answers


def positions_in(round: Round | None) -> tuple[PositionLine, ...]:
    """Every city of a round's electorate with its position, by code."""
    if round is None:
        return ()
    taken = {position.city_id: position for position in round.positions}
    entries = sorted(round.electorate, key=lambda entry: entry.city.code)
    return tuple(_position_line(entry.city, taken.get(entry.city_id)) for entry in entries)


def _position_line(city: City, position: Position | None) -> PositionLine:
    return PositionLine(city, CityState(position.kind.value) if position else CityState.NONE, position)


def _others(escalation: Escalation) -> tuple[Escalation, ...]:
    """The other times the difference was before the managers, the newest first."""
    statement = (
        select(Escalation)
        .where(Escalation.difference_id == escalation.difference_id, Escalation.id != escalation.id)
        .options(joinedload(Escalation.version))
        .order_by(Escalation.id.desc())
    )
    return tuple(db.session.scalars(statement).unique())
