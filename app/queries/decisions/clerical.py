"""The clerical corrections of decisions: for their pages, for the manual, and locked for an act."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.domain.clerical import CorrectionState
from app.extensions import db
from app.models import ClericalCorrection, Decision, User
from app.policies.clerical import may_object_to_correction, may_propose_correction
from app.policies.verdicts import NotFound, Verdict
from app.queries.decisions.page import decision_seen
from app.queries.differences import lock_difference_by_id

LARGEST = 2**31


@dataclass(frozen=True)
class CorrectionView:
    """A correction as it stands at an instant, and whether the viewer's city may stop it."""

    correction: ClericalCorrection
    state: CorrectionState
    may_object: Verdict


@dataclass(frozen=True)
class CorrectionsPanel:
    """The corrections of one decision, the first one first."""

    views: tuple[CorrectionView, ...]
    may_propose: Verdict


def decided_text(decision: Decision) -> str:
    """Everything of a decision in which a slip of the pen can stand."""
    return f"{decision.title}\n{decision.body}\n{decision.scope}\n{decision.exceptions}"


def corrections_panel(decision: Decision, viewer: User, at: datetime) -> CorrectionsPanel:
    """What the page of a decision shows of its corrections."""
    views = tuple(
        CorrectionView(each, each.state_at(at), may_object_to_correction(viewer, each, at))
        for each in _corrections_of([decision.id])
    )
    return CorrectionsPanel(views, may_propose_correction(viewer, decision, at))


def corrections_in_effect(
    decision_ids: Iterable[int], at: datetime
) -> Mapping[int, Sequence[ClericalCorrection]]:
    """The corrections that hold at an instant, by decision; by the clock, recorded nowhere else."""
    found: dict[int, list[ClericalCorrection]] = {}
    for correction in _corrections_of(list(decision_ids)):
        if correction.state_at(at) is CorrectionState.IN_EFFECT:
            found.setdefault(correction.decision_id, []).append(correction)
    return found


def correction_named(decision_id: int, number: int, viewer: User) -> ClericalCorrection:
    """A correction by the decision and its own number; NotFound where the viewer may not know of it."""
    decision = decision_seen(decision_id, viewer)
    statement = _whole().where(
        ClericalCorrection.decision_id == decision.id, ClericalCorrection.number == min(number, LARGEST - 1)
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_correction(correction_id: int) -> ClericalCorrection:
    """A correction as committed now, the difference of its decision locked first (L2)."""
    found = db.session.get(ClericalCorrection, correction_id)
    if found is None:
        raise NotFound
    lock_difference_by_id(found.decision.difference_id)
    statement = _whole().where(ClericalCorrection.id == correction_id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def lock_decision(decision_id: int) -> Decision:
    """A decision for an act on what stands beside it, its difference locked first (L2)."""
    found = db.session.get(Decision, decision_id)
    if found is None:
        raise NotFound
    lock_difference_by_id(found.difference_id)
    return db.session.get_one(Decision, decision_id)


def last_correction(decision: Decision) -> ClericalCorrection | None:
    """The newest correction of a decision."""
    statement = _whole().where(ClericalCorrection.decision_id == decision.id)
    return db.session.scalars(statement.order_by(ClericalCorrection.number.desc()).limit(1)).one_or_none()


def next_number(decision: Decision) -> int:
    """The number of the next correction; the lock on the difference keeps it unique."""
    statement = select(func.max(ClericalCorrection.number)).where(
        ClericalCorrection.decision_id == decision.id
    )
    return (db.session.scalar(statement) or 0) + 1


def _corrections_of(decision_ids: Sequence[int]) -> Sequence[ClericalCorrection]:
    if not decision_ids:
        return ()
    statement = _whole().where(ClericalCorrection.decision_id.in_(decision_ids))
    return db.session.scalars(statement.order_by(ClericalCorrection.number)).all()


def _whole() -> Select[ClericalCorrection]:
    return select(ClericalCorrection).options(
        joinedload(ClericalCorrection.decision).joinedload(Decision.group)
    )
