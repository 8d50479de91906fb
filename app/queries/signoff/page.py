"""The page of one escalation: the text, what changed, the positions, every city's route, and the place to sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.positions import CityState
from app.domain.signoff import Baseline, Meaning, SignoffState
from app.extensions import db
from app.i18n import gettext as _
from app.models import (
    Attachment,
    City,
    CityRoute,
    Escalation,
    Position,
    Round,
    Signature,
    SignoffHolder,
    SignoffStep,
    User,
)
from app.policies.signoff import may_lay_route, may_mean, may_record_reference, may_sign_now
from app.policies.verdicts import NotFound, Verdict, not_now
from app.queries.proposals.comparisons import Comparison, compare_versions
from app.queries.proposals.files import bound_files, files_of
from app.queries.signoff.baselines import baseline_of
from app.queries.signoff.lists import holders_now, next_in_inbox, open_steps, unsigned
from app.queries.signoff.one import escalation_seen, last_closed_round, route_for
from app.wording import label
from app.wording.dates import datetime_words

_STEP_STATES = {
    SignoffState.APPROVED: "done",
    SignoffState.SENT_BACK: "refused",
    SignoffState.REFUSED: "refused",
    SignoffState.DROPPED: "refused",
}


@dataclass(frozen=True)
class SigningPlace:
    """The step that waits for the viewer: the posts the viewer can sign for, and what each meaning answers."""

    step: SignoffStep
    posts: tuple[SignoffHolder, ...]
    meanings: Mapping[Meaning, Verdict]

    @property
    def possible(self) -> tuple[Meaning, ...]:
        """What the viewer can say."""
        return tuple(meaning for meaning, verdict in self.meanings.items() if verdict)


@dataclass(frozen=True)
class StepLine:
    """A step as the macro `steps` takes it: its posts, how far it is, and who signed when or is asked now."""

    label: str
    state: str
    note: str


@dataclass(frozen=True)
class RouteView:
    """One city's route: its steps, every signature with a reason or no longer standing, and what the viewer may do."""

    city_route: CityRoute
    steps: tuple[StepLine, ...]
    may_record_reference: Verdict
    may_lay: Verdict

    @property
    def city(self) -> City:
        """Whose route it is."""
        return self.city_route.city

    @property
    def reasoned(self) -> tuple[Signature, ...]:
        """The signatures that stand and say more than a bare approval."""
        return tuple(s for s in self._signatures if s.dismissed_at is None and s.reason)

    @property
    def dismissed(self) -> tuple[Signature, ...]:
        """The signatures that no longer stand, and stay readable (T6)."""
        return tuple(s for s in self._signatures if s.dismissed_at is not None)

    @property
    def _signatures(self) -> list[Signature]:
        found = [signature for step in self.city_route.steps for signature in step.signatures]
        return sorted(found, key=lambda signature: signature.id)


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
    next_id: int | None

    @property
    def of_other_text(self) -> bool:
        """Whether the positions were given to another text than the one before the managers (T4)."""
        return self.round is not None and self.round.text_hash != self.escalation.text_hash

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
    return SignoffPage(
        escalation,
        bound_files(version, files_of(escalation.difference)),
        baseline,
        compare_versions(older, version) if older else None,
        round,
        positions_in(round),
        _routes(escalation, viewer, at),
        place_of(escalation, viewer, at),
        _others(escalation),
        next_in_inbox(viewer, escalation, at),
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
    verdicts = [may_sign_now(viewer, step, holder.post_id, at) for holder in step.holders]
    allowed = next((verdict for verdict in verdicts if verdict), None)
    timely = next((verdict for verdict in verdicts if verdict.code != "not_a_holder"), None)
    return allowed or timely or (verdicts[0] if verdicts else not_now("step_not_running"))


def place_of(escalation: Escalation, viewer: User, at: datetime) -> SigningPlace | None:
    """Where the viewer signs, if the escalation waits for a post the viewer holds."""
    for city_route in escalation.cities:
        for step in open_steps(city_route):
            posts = [holder for holder in step.holders if may_sign_now(viewer, step, holder.post_id, at)]
            if posts:
                return SigningPlace(step, tuple(posts), _meanings(viewer, step, posts))
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


def _routes(escalation: Escalation, viewer: User, at: datetime) -> tuple[RouteView, ...]:
    """Every city's route, the viewer's own city first, then by code."""
    ordered = sorted(escalation.cities, key=lambda r: (r.city_id != viewer.city_id, r.city.code))
    posts = {h.post_id for r in ordered for step in open_steps(r) for h in unsigned(step)}
    people = holders_now(posts, at)
    return tuple(_route(city_route, people, viewer, at) for city_route in ordered)


def _route(city_route: CityRoute, people: dict[int, list[User]], viewer: User, at: datetime) -> RouteView:
    route = None
    if not city_route.steps:
        route = route_for(city_route.city_id, city_route.escalation.difference.group.domain_id)
    return RouteView(
        city_route,
        tuple(_step(step, people) for step in city_route.steps),
        may_record_reference(viewer, city_route, at),
        may_lay_route(viewer, city_route, route),
    )


def _step(step: SignoffStep, people: dict[int, list[User]]) -> StepLine:
    """A step in words: which posts, who signed for them, whom it waits for."""
    is_open = step in open_steps(step.city_route)
    names = "・".join(holder.post_name for holder in step.holders)
    rule = _(" (%(rule)s)", rule=label(step.rule)) if len(step.holders) > 1 else ""
    notes = [_signed(signature) for signature in step.signatures if signature.dismissed_at is None]
    if is_open:
        notes += [_asked(holder, people.get(holder.post_id, [])) for holder in unsigned(step)]
    state = "current" if is_open else _STEP_STATES.get(step.state, "coming")
    return StepLine(names + rule, state, " / ".join(notes))


def _signed(signature: Signature) -> str:
    return _(
        "%(meaning)s: %(who)s, %(at)s",
        meaning=label(signature.meaning),
        who=signature.printed_name,
        at=datetime_words(signature.at),
    )


def _asked(holder: SignoffHolder, people: list[User]) -> str:
    if not people:
        return _("Nobody holds the post %(post)s at the moment", post=holder.post_name)
    return _("Asked: %(people)s", people="、".join(person.printed for person in people))


def _others(escalation: Escalation) -> tuple[Escalation, ...]:
    """The other times the difference was before the managers, the newest first."""
    statement = (
        select(Escalation)
        .where(Escalation.difference_id == escalation.difference_id, Escalation.id != escalation.id)
        .options(joinedload(Escalation.version))
        .order_by(Escalation.id.desc())
    )
    return tuple(db.session.scalars(statement).unique())
