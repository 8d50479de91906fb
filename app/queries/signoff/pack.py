"""決裁資料: everything a manager reads before signing, on one page and as one file (T12)."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.positions import CityState
from app.models import (
    Attachment,
    City,
    Escalation,
    Proposal,
    Round,
    Signature,
    SignoffHolder,
    SignoffStep,
    User,
)
from app.queries.differences.grid import Grid, grid_of
from app.queries.proposals.effects import CityEffect, effects_of
from app.queries.proposals.files import bound_files, files_of
from app.queries.proposals.one import proposals_of
from app.queries.signoff.one import escalation_seen, last_closed_round
from app.queries.signoff.page import PositionLine, positions_in

_PLAIN = (CityState.APPROVE, CityState.NONE)


@dataclass(frozen=True)
class Seal:
    """A post's place on a city's route, with the signature that stands there; passed_over names who was away (S6)."""

    holder: SignoffHolder
    signature: Signature | None
    passed_over: str


@dataclass(frozen=True)
class Pack:
    """The papers of one matter before the managers: why, the cities today, the text, what it changes, who said what."""

    escalation: Escalation
    files: tuple[Attachment, ...]
    grid: Grid
    effects: tuple[CityEffect, ...]
    alternatives: tuple[Proposal, ...]
    round: Round | None
    positions: tuple[PositionLine, ...]
    seals: tuple[tuple[City, tuple[Seal, ...]], ...]

    @property
    def of_other_text(self) -> bool:
        """Whether the positions were given to another text than the one before the managers (T4)."""
        return self.round is not None and self.round.text_hash != self.escalation.text_hash

    @property
    def dissent(self) -> tuple[PositionLine, ...]:
        """The positions that did not simply approve."""
        return tuple(line for line in self.positions if line.state not in _PLAIN)


def pack_of(escalation_id: int, viewer: User, at: datetime) -> Pack:
    """The papers of a matter; NotFound where the viewer may not know of it."""
    escalation = escalation_seen(escalation_id, viewer)
    difference, version = escalation.difference, escalation.version
    round = escalation.round or last_closed_round(difference)
    ordered = sorted(escalation.cities, key=lambda city_route: city_route.city.code)
    return Pack(
        escalation,
        bound_files(version, files_of(difference)),
        grid_of(difference, at),
        tuple(sorted(effects_of(difference, version, viewer, at), key=lambda effect: effect.city.code)),
        tuple(other for other in proposals_of(difference) if other.id != version.proposal_id),
        round,
        positions_in(round),
        tuple(
            (route.city, tuple(seal for step in route.steps for seal in _seals(step))) for route in ordered
        ),
    )


def _seals(step: SignoffStep) -> list[Seal]:
    signed = {s.post_id: s for s in step.signatures if s.dismissed_at is None}
    passed = {r.post_id: r.printed_name for r in step.readings if r.passed_over and r.dismissed_at is None}
    return [Seal(h, signed.get(h.post_id), passed.get(h.post_id, "")) for h in step.holders]
