"""The one function that moves a difference: nothing else writes a stage (L1)."""

from collections.abc import Mapping
from typing import Any

from app.actions.events import record
from app.clock import now
from app.domain.events import EventKind
from app.domain.workflow import Act, Stage, next_stage
from app.models import Difference, User
from app.policies.verdicts import ensure
from app.policies.workflow import stage_allows, unchanged_since


def move(
    difference: Difference,
    act: Act,
    actor: User | None,
    kind: EventKind,
    *,
    seen: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Stage:
    """Move a locked difference by one act and record its one event; return the new stage.

    seen is the stage_serial the form was rendered from: a move by somebody else in between is a conflict (L2).
    """
    ensure(unchanged_since(difference, seen))
    ensure(stage_allows(difference, act))
    stage = difference.stage
    difference.stage = next_stage(stage, act)
    difference.stage_serial += 1
    if difference.stage is not stage:
        difference.stage_at = now()
    record(
        kind,
        actor=actor,
        subject=difference,
        difference=difference,
        before={"stage": stage.value, **(before or {})},
        after={"stage": difference.stage.value, **(after or {})},
    )
    return difference.stage


def begin(difference: Difference, actor: User, after: Mapping[str, Any]) -> None:
    """Put a newly raised difference at the start of its life and record it."""
    difference.stage = Stage.RAISED
    difference.stage_serial = 0
    difference.stage_at = now()
    record(
        EventKind.DIFFERENCE_RAISED,
        actor=actor,
        subject=difference,
        difference=difference,
        after={"stage": Stage.RAISED.value, **after},
    )
