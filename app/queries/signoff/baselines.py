"""With which earlier text a reader compares the one before the managers."""

from sqlalchemy import select

from app.domain.rounds import RoundState
from app.domain.signoff import Baseline
from app.extensions import db
from app.models import CityRoute, Decision, Escalation, ProposalVersion, Round, Signature, SignoffStep, User


def baseline_of(escalation: Escalation, viewer: User) -> tuple[Baseline, ProposalVersion] | tuple[None, None]:
    """The text to compare with: what the viewer or the city signed, what was voted on, or what is decided."""
    sources = (
        (Baseline.SIGNED, _signed_before),
        (Baseline.BALLOT, _voted_before),
        (Baseline.DECISION, _decided),
    )
    for kind, source in sources:
        version = source(escalation, viewer)
        if version is not None:
            return kind, version
    return None, None


def _signed_before(escalation: Escalation, viewer: User) -> ProposalVersion | None:
    """The last other text on which the viewer, else somebody of the viewer's city, gave a signature."""
    statement = (
        select(ProposalVersion)
        .join(Escalation, Escalation.version_id == ProposalVersion.id)
        .join(CityRoute, CityRoute.escalation_id == Escalation.id)
        .join(SignoffStep, SignoffStep.city_route_id == CityRoute.id)
        .join(Signature, Signature.step_id == SignoffStep.id)
        .where(
            Escalation.difference_id == escalation.difference_id,
            Escalation.id < escalation.id,
            Escalation.text_hash != escalation.text_hash,
            (Signature.user_id == viewer.id) | (Signature.city_id == (viewer.city_id or 0)),
        )
        .order_by((Signature.user_id == viewer.id).desc(), Signature.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def _voted_before(escalation: Escalation, _viewer: User) -> ProposalVersion | None:
    """The last other text that was put to a ballot before the matter came to the managers."""
    statement = (
        select(ProposalVersion)
        .join(Round, Round.version_id == ProposalVersion.id)
        .where(
            Round.difference_id == escalation.difference_id,
            Round.state == RoundState.CLOSED,
            Round.closed_at <= escalation.opened_at,
            Round.text_hash != escalation.text_hash,
        )
        .order_by(Round.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def _decided(escalation: Escalation, _viewer: User) -> ProposalVersion | None:
    """The text of the decision that was in force when the matter was taken up again."""
    statement = (
        select(ProposalVersion)
        .join(Decision, Decision.version_id == ProposalVersion.id)
        .where(Decision.difference_id == escalation.difference_id, Decision.cycle < escalation.cycle)
        .order_by(Decision.cycle.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()
