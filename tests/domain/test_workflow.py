"""The workflow table, row by row as the rule book has it (L1)."""

import pytest

from app.domain.workflow import (
    BEFORE_VOTING,
    TRANSITIONS,
    Act,
    NoSuchTransition,
    Stage,
    next_stage,
    possible_acts,
)

RULE_BOOK = [
    (Act.OPEN_SURVEY, "raised", "surveying"),
    (Act.CLOSE_SURVEY, "surveying", "proposing"),
    (Act.FIND_NO_DIFFERENCE, "surveying proposing", "no_difference"),
    (Act.PUT_FORWARD, "proposing discussing", "discussing"),
    (Act.OPEN_BALLOT, "discussing", "voting"),
    (Act.CARRY, "voting", "decided"),
    (Act.CARRY_TO_MANAGERS, "voting", "escalated"),
    (Act.FAIL, "voting", "discussing"),
    (Act.CANCEL_BALLOT, "voting", "discussing"),
    (Act.ESCALATE, "discussing", "escalated"),
    (Act.SIGN, "escalated", "decided"),
    (Act.SEND_BACK, "escalated", "discussing"),
    (Act.REFUSE, "escalated", "discussing"),
    (Act.REJECT, "escalated", "rejected"),
    (Act.PUBLISH, "decided", "published"),
    (Act.COMPLETE, "published", "completed"),
    (Act.WITHDRAW, "raised surveying proposing discussing escalated", "withdrawn"),
    (Act.RESTORE, "withdrawn", "raised"),
    (Act.MERGE, "raised surveying proposing discussing", "merged"),
    (Act.REOPEN, "decided published completed", "discussing"),
]


@pytest.mark.parametrize(("act", "stages", "after"), RULE_BOOK)
def test_l1_an_act_moves_from_its_stages_and_from_no_other(act: Act, stages: str, after: str) -> None:
    allowed = {Stage(stage) for stage in stages.split()}

    for stage in Stage:
        if stage in allowed:
            assert next_stage(stage, act) is Stage(after)
        else:
            with pytest.raises(NoSuchTransition):
                next_stage(stage, act)


def test_l1_what_stays_at_its_stage() -> None:
    staying = {(stage, act) for (stage, act), after in TRANSITIONS.items() if stage is after}

    assert {act for _stage, act in staying} == {
        Act.STATE_PRACTICE,
        Act.DRAFT,
        Act.PUT_FORWARD,
        Act.HOLD,
        Act.RESUME,
    }


def test_a_held_difference_takes_next_to_nothing() -> None:
    for stage in BEFORE_VOTING:
        assert possible_acts(stage, held=True) == {Act.RESUME, Act.WITHDRAW}
        assert Act.RESUME not in possible_acts(stage, held=False)
