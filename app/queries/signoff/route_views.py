"""A city's route as pages show it: its steps in words, deputies marked, who was passed over, what the viewer may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.signoff import SignoffState
from app.i18n import gettext as _
from app.models import (
    Absence,
    City,
    CityRoute,
    Escalation,
    LaterReading,
    Signature,
    SignoffHolder,
    SignoffStep,
    User,
)
from app.policies.absences import absences_from, is_last
from app.policies.signoff import may_lay_route, may_pass_over, may_record_reference
from app.policies.verdicts import Verdict
from app.queries.signoff.lists import holders_now, open_steps, unsigned
from app.queries.signoff.one import route_for
from app.wording import label
from app.wording.dates import datetime_words, last_day_words
from app.wording.signoff import signer_words

_STEP_STATES = {
    SignoffState.APPROVED: "done",
    SignoffState.PASSED_OVER: "skipped",
    SignoffState.SENT_BACK: "refused",
    SignoffState.REFUSED: "refused",
    SignoffState.DROPPED: "refused",
}


@dataclass(frozen=True)
class StepLine:
    """A step as the macro `steps` takes it: its posts, how far it is, and who signed when or is asked now."""

    label: str
    state: str
    note: str


@dataclass(frozen=True)
class RouteView:
    """One city's route: its steps, every signature with a reason or no longer standing, and what the viewer may do.

    passable are the posts of the running step that the viewer may pass over, their holders being away (S6).
    """

    city_route: CityRoute
    steps: tuple[StepLine, ...]
    passable: tuple[tuple[SignoffStep, SignoffHolder], ...]
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
    def readings(self) -> tuple[LaterReading, ...]:
        """What absent managers of the city have to read, or have read since (S5, S6)."""
        readings = (reading for step in self.city_route.steps for reading in step.readings)
        return tuple(reading for reading in readings if reading.dismissed_at is None)

    @property
    def _signatures(self) -> list[Signature]:
        found = [signature for step in self.city_route.steps for signature in step.signatures]
        return sorted(found, key=lambda signature: signature.id)


def route_views(
    escalation: Escalation, viewer: User, absences: Sequence[Absence], at: datetime
) -> tuple[RouteView, ...]:
    """Every city's route, the viewer's own city first, then by code."""
    ordered = sorted(escalation.cities, key=lambda r: (r.city_id != viewer.city_id, r.city.code))
    posts = {h.post_id for r in ordered for step in open_steps(r) for h in unsigned(step)}
    people = holders_now(posts, at)
    return tuple(_route(city_route, people, absences, viewer, at) for city_route in ordered)


def _route(
    city_route: CityRoute,
    people: Mapping[int, list[User]],
    absences: Sequence[Absence],
    viewer: User,
    at: datetime,
) -> RouteView:
    route = None
    if not city_route.steps:
        route = route_for(city_route.city_id, city_route.escalation.difference.group.domain_id)
    passable = (
        (step, holder)
        for step in open_steps(city_route)
        for holder in unsigned(step)
        if may_pass_over(viewer, step, holder.post_id, absences, at)
    )
    return RouteView(
        city_route,
        tuple(_step(step, people, absences, at) for step in city_route.steps),
        tuple(passable),
        may_record_reference(viewer, city_route, at),
        may_lay_route(viewer, city_route, route),
    )


def _step(
    step: SignoffStep, people: Mapping[int, list[User]], absences: Sequence[Absence], at: datetime
) -> StepLine:
    """A step in words: which posts, who signed for them or was passed over, whom it waits for."""
    is_open = step in open_steps(step.city_route)
    names = "・".join(holder.post_name for holder in step.holders)
    rule = _(" (%(rule)s)", rule=label(step.rule)) if len(step.holders) > 1 else ""
    notes = [_signed(signature) for signature in step.signatures if signature.dismissed_at is None]
    notes += [_passed(r) for r in step.readings if r.passed_over and r.dismissed_at is None]
    if is_open:
        notes += [
            _asked(holder, people.get(holder.post_id, []), absences_from(holder.post, absences, at), step)
            for holder in unsigned(step)
        ]
    state = "current" if is_open else _STEP_STATES.get(step.state, "coming")
    return StepLine(names + rule, state, " / ".join(notes))


def _signed(signature: Signature) -> str:
    return _(
        "%(meaning)s: %(who)s, %(at)s",
        meaning=label(signature.meaning),
        who=signer_words(signature.printed_name, signature.principal_printed),
        at=datetime_words(signature.at),
    )


def _passed(reading: LaterReading) -> str:
    return _(
        "Passed over while away: %(who)s, %(at)s",
        who=reading.printed_name,
        at=datetime_words(reading.owed_since),
    )


def _asked(holder: SignoffHolder, people: list[User], absences: Sequence[Absence], step: SignoffStep) -> str:
    if not people:
        return _("Nobody holds the post %(post)s at the moment", post=holder.post_name)
    asked = _("Asked: %(people)s", people="、".join(person.printed for person in people))
    return " ".join([asked, *(_away(absence, is_last(step)) for absence in absences)])


def _away(absence: Absence, last: bool) -> str:
    day = last_day_words(absence.until)
    if last and absence.deputies:
        names = "、".join(deputy.user.printed for deputy in absence.deputies)
        return _("(away until %(day)s; deputies in order: %(names)s)", day=day, names=names)
    return _("(away until %(day)s)", day=day)
