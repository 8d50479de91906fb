"""One decision as its page and its document show it: the frozen facts, whether the text still matches its hash."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.clock import now
from app.domain.ballot_rules import Rule
from app.domain.calendar import tokyo_date
from app.domain.decisions import Force
from app.domain.numbering import parse_decision_number
from app.domain.positions import CityState
from app.domain.tally import Tally
from app.domain.texts import ProposalText, text_hash
from app.extensions import db
from app.i18n import current_locale
from app.models import (
    Attachment,
    City,
    CityRoute,
    Decision,
    Difference,
    Escalation,
    Finding,
    LaterReading,
    Meeting,
    ProposalVersion,
    SignoffStep,
    User,
)
from app.policies.standing import reads
from app.policies.verdicts import NotFound
from app.queries.ballots.fallback import finding_of
from app.queries.ballots.showing import ShownCondition, TallyPart, shown_conditions
from app.queries.council import cities
from app.queries.decisions.chain import forces_of
from app.queries.proposals.files import bound_files, files_of
from app.wording.tallies import rule_words


@dataclass(frozen=True)
class DecidedPosition:
    """A city's position as it was kept with the decision; state NONE where it took none."""

    city: City
    state: CityState
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class CitySignoff:
    """The signatures of one city as they were kept, its own paper number, which may be added later (S9), and
    the posts that were passed over while away (S6).
    """

    city: City
    signatures: tuple[Mapping[str, Any], ...]
    route: CityRoute | None
    passed_over: tuple[str, ...]


@dataclass(frozen=True)
class DecidedTally:
    """The count with which the ballot closed, in words."""

    rule: tuple[str, ...]
    parts: tuple[TallyPart, ...]
    total: int
    conditions: tuple[ShownCondition, ...]


@dataclass(frozen=True)
class DecisionPage:
    """Everything the page of a decision shows; verified is whether the stored text still gives the hash (D2).

    finding is the chair's, where the ballot was a fallback after unanimity had failed (B41).
    """

    decision: Decision
    force: Force
    verified: bool
    tally: DecidedTally | None
    positions: tuple[DecidedPosition, ...]
    signoffs: tuple[CitySignoff, ...]
    files: tuple[Attachment, ...]
    meeting: Meeting | None
    finding: Finding | None

    @property
    def dissent(self) -> tuple[DecidedPosition, ...]:
        """The positions that did not simply approve."""
        plain = (CityState.APPROVE, CityState.NONE)
        return tuple(position for position in self.positions if position.state not in plain)


def decision_seen(decision_id: int, viewer: User) -> Decision:
    """A decision with what its page links to; NotFound where the viewer may not know of it."""
    return _readable(
        db.session.scalars(_whole().where(Decision.id == decision_id)).unique().one_or_none(), viewer
    )


def decision_numbered(number: str, viewer: User) -> Decision:
    """The decision of a number typed in any width; NotFound where there is none to be read."""
    parsed = parse_decision_number(number)
    wanted = _whole().where(Decision.number == (str(parsed) if parsed else number))
    return _readable(db.session.scalars(wanted).unique().one_or_none(), viewer)


def decision_page(decision_id: int, viewer: User, at: datetime) -> DecisionPage:
    """What the page of a decision shows to a viewer."""
    decision = decision_seen(decision_id, viewer)
    known = cities()
    by_id = {city.id: city for city in known}
    return DecisionPage(
        decision,
        forces_of([decision], tokyo_date(at))[decision.id],
        is_intact(decision),
        _tally(decision, by_id),
        positions_by_decision([decision], known)[decision.id],
        _signoffs(decision, by_id),
        bound_files(decision.version, files_of(decision.difference)),
        db.session.get(Meeting, decision.meeting_id) if decision.meeting_id else None,
        finding_of(decision.round.fallback_of_id) if decision.round else None,
    )


def is_intact(decision: Decision) -> bool:
    """Whether the text as stored with the decision gives the hash that was voted on and signed (D2)."""
    version = decision.version
    text = ProposalText(
        title=decision.title,
        body=decision.body,
        outcome=decision.outcome,
        flags=decision.flag_set,
        customization_answer=decision.customization_answer,
        scope=decision.scope,
        effective_on=decision.effective_on if version.effective_on else None,
        exceptions=decision.exceptions,
        attachment_hashes=tuple(version.attachment_hashes),
    )
    signed = {signature["text_hash"] for signature in decision.signoffs}
    return signed | {decision.text_hash, version.text_hash} == {text_hash(text)}


def _readable(decision: Decision | None, viewer: User) -> Decision:
    if decision is None or not reads(viewer, decision.group, now()):
        raise NotFound
    return decision


def _tally(decision: Decision, by_id: Mapping[int, City]) -> DecidedTally | None:
    if decision.tally is None or decision.round is None:
        return None
    tally = Tally.from_json(decision.tally)
    names = {city_id: city.name(current_locale()) for city_id, city in by_id.items()}
    parts = (
        TallyPart(state, count, [names[int(city)] for city in tally.cities(state)])
        for state, count in tally.counts.items()
    )
    rule: Rule = decision.round.rule
    return DecidedTally(
        tuple(rule_words(rule)),
        tuple(parts),
        len(tally.states),
        shown_conditions(tally.conditions, names),
    )


def positions_by_decision(
    decisions: Iterable[Decision], known: Iterable[City]
) -> dict[int, tuple[DecidedPosition, ...]]:
    """The positions that were kept with each decision, by its id; known are all cities."""
    by_id = {city.id: city for city in known}
    return {d.id: tuple(_position(facts, by_id) for facts in d.positions) for d in decisions}


def _position(facts: Mapping[str, Any], by_id: Mapping[int, City]) -> DecidedPosition:
    return DecidedPosition(by_id[facts["city_id"]], CityState(facts["kind"] or CityState.NONE), facts)


def _signoffs(decision: Decision, by_id: Mapping[int, City]) -> tuple[CitySignoff, ...]:
    routes = {route.city_id: route for route in decision.escalation.cities} if decision.escalation else {}
    passed = _passed_over(decision)
    signed: dict[int, list[Mapping[str, Any]]] = {}
    for signature in decision.signoffs:
        signed.setdefault(signature["city_id"], []).append(signature)
    return tuple(
        CitySignoff(by_id[city_id], tuple(found), routes.get(city_id), tuple(passed.get(city_id, ())))
        for city_id, found in signed.items()
    )


def _passed_over(decision: Decision) -> dict[int, list[str]]:
    """The posts that were passed over before the decision, with who was away, by city (S6)."""
    wanted = (
        select(CityRoute.city_id, LaterReading.post_name, LaterReading.printed_name)
        .join(CityRoute.steps)
        .join(SignoffStep.readings)
        .where(
            CityRoute.escalation_id == decision.escalation_id,
            LaterReading.signature_id.is_(None),
            LaterReading.dismissed_at.is_(None),
        )
        .order_by(LaterReading.id)
    )
    found: dict[int, list[str]] = {}
    for city_id, post, person in db.session.execute(wanted) if decision.escalation_id else ():
        found.setdefault(city_id, []).append(f"{post} {person}")
    return found


def _whole() -> Select[Decision]:
    return select(Decision).options(
        joinedload(Decision.difference).joinedload(Difference.group),
        joinedload(Decision.version).joinedload(ProposalVersion.proposal),
        joinedload(Decision.round),
        joinedload(Decision.escalation).selectinload(Escalation.cities).lazyload(CityRoute.steps),
        joinedload(Decision.supersedes),
        joinedload(Decision.superseded_by),
    )
