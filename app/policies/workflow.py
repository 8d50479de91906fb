"""Whether the table lets an act happen to a difference as it stands, whoever asks (L1, L2)."""

from app.domain.workflow import Act, possible_acts, stages_with
from app.models import Difference
from app.policies.verdicts import ALLOWED, Verdict, not_now


def stage_allows(difference: Difference, act: Act) -> Verdict:
    """Whether the workflow table has this act at the difference's stage; a held one takes next to nothing."""
    if act in possible_acts(difference.stage, held=difference.held):
        return ALLOWED
    if difference.held and act in possible_acts(difference.stage, held=False):
        return not_now("held")
    return not_now("not_at_this_stage", "possible_at", stage=difference.stage, stages=stages_with(act))


def unchanged_since(difference: Difference, seen: int | None) -> Verdict:
    """Whether the difference still stands where the form showed it (L2); None is an act without a form."""
    if seen is None or seen == difference.stage_serial:
        return ALLOWED
    return not_now("stale")
