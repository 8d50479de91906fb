"""Who proposes a clerical correction of a decision, and which city stops it."""

from datetime import datetime

from app.domain.clerical import CorrectionState
from app.domain.roles import RoleKind
from app.models import ClericalCorrection, Decision, User
from app.policies.standing import city_role_in, is_of_associate, may_lead
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person


def may_propose_correction(actor: User, decision: Decision, at: datetime) -> Verdict:
    """The chair and the secretariat propose one, whatever became of the decision since."""
    return may_lead(actor, decision.group, at)


def may_object_to_correction(actor: User, correction: ClericalCorrection, at: datetime) -> Verdict:
    """A representative or deputy of any member city of the group, before the period is over."""
    role = city_role_in(actor, correction.decision.group, at)
    speaks = role is not None and role.kind is not RoleKind.MEMBER and not is_of_associate(actor, at)
    return first_refusal(
        ALLOWED if speaks else not_this_person("representative_only"),
        _still_pending(correction.state_at(at)),
    )


def _still_pending(state: CorrectionState) -> Verdict:
    return ALLOWED if state is CorrectionState.PENDING else not_now("correction_not_pending", state=state)
