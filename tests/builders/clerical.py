"""Clerical corrections, as a test needs them: proposed by the act itself."""

from app.actions.clerical import propose_correction
from app.models import ClericalCorrection, Decision, User
from app.transaction import transaction
from tests.builders.council import a_secretary

TYPO = "窓口でで"
BODY = f"申請は、{TYPO}受け付ける。\n\n受け付けた日から30日以内に通知する。"


def a_correction(
    decision: Decision,
    old: str = TYPO,
    new: str = "窓口で",
    *,
    actor: User | None = None,
    reason: str = "助詞が重複しているため。",
) -> ClericalCorrection:
    """A correction of a decision whose text is BODY, unless other passages are given."""
    actor = actor or a_secretary()
    with transaction():
        return propose_correction(decision.id, actor, old=old, new=new, reason=reason)
