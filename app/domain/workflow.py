"""The life of a difference: the one table of stages and acts (RULES.md 2, L1)."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a difference stands."""

    RAISED = "raised"
    SURVEYING = "surveying"
    PROPOSING = "proposing"
    DISCUSSING = "discussing"
    VOTING = "voting"
    ESCALATED = "escalated"
    DECIDED = "decided"
    PUBLISHED = "published"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    MERGED = "merged"
    NO_DIFFERENCE = "no_difference"


class Act(StrEnum):
    """What moves a difference, or may be done to it at a stage."""

    RAISE = "raise"
    OPEN_SURVEY = "open_survey"
    STATE_PRACTICE = "state_practice"
    CLOSE_SURVEY = "close_survey"
    FIND_NO_DIFFERENCE = "find_no_difference"
    DRAFT = "draft"
    PUT_FORWARD = "put_forward"
    OPEN_BALLOT = "open_ballot"
    CARRY = "carry"
    CARRY_TO_MANAGERS = "carry_to_managers"
    FAIL = "fail"
    CANCEL_BALLOT = "cancel_ballot"
    ESCALATE = "escalate"
    SIGN = "sign"
    SEND_BACK = "send_back"
    REFUSE = "refuse"
    REJECT = "reject"
    PUBLISH = "publish"
    COMPLETE = "complete"
    HOLD = "hold"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    MERGE = "merge"
    REOPEN = "reopen"


PATH = (
    Stage.RAISED,
    Stage.SURVEYING,
    Stage.PROPOSING,
    Stage.DISCUSSING,
    Stage.VOTING,
    Stage.ESCALATED,
    Stage.DECIDED,
    Stage.PUBLISHED,
    Stage.COMPLETED,
)
ENDS = (Stage.WITHDRAWN, Stage.REJECTED, Stage.MERGED, Stage.NO_DIFFERENCE)
BEFORE_VOTING = (Stage.RAISED, Stage.SURVEYING, Stage.PROPOSING, Stage.DISCUSSING)
HOLDABLE = BEFORE_VOTING

_MOVES: dict[Act, dict[Stage, Stage]] = {
    Act.OPEN_SURVEY: {Stage.RAISED: Stage.SURVEYING},
    Act.STATE_PRACTICE: {stage: stage for stage in BEFORE_VOTING},
    Act.CLOSE_SURVEY: {Stage.SURVEYING: Stage.PROPOSING},
    Act.FIND_NO_DIFFERENCE: {
        Stage.SURVEYING: Stage.NO_DIFFERENCE,
        Stage.PROPOSING: Stage.NO_DIFFERENCE,
    },
    Act.DRAFT: {Stage.PROPOSING: Stage.PROPOSING, Stage.DISCUSSING: Stage.DISCUSSING},
    Act.PUT_FORWARD: {Stage.PROPOSING: Stage.DISCUSSING, Stage.DISCUSSING: Stage.DISCUSSING},
    Act.OPEN_BALLOT: {Stage.DISCUSSING: Stage.VOTING},
    Act.CARRY: {Stage.VOTING: Stage.DECIDED},
    Act.CARRY_TO_MANAGERS: {Stage.VOTING: Stage.ESCALATED},
    Act.FAIL: {Stage.VOTING: Stage.DISCUSSING},
    Act.CANCEL_BALLOT: {Stage.VOTING: Stage.DISCUSSING},
    Act.ESCALATE: {Stage.DISCUSSING: Stage.ESCALATED},
    Act.SIGN: {Stage.ESCALATED: Stage.DECIDED},
    Act.SEND_BACK: {Stage.ESCALATED: Stage.DISCUSSING},
    Act.REFUSE: {Stage.ESCALATED: Stage.DISCUSSING},
    Act.REJECT: {Stage.ESCALATED: Stage.REJECTED},
    Act.PUBLISH: {Stage.DECIDED: Stage.PUBLISHED},
    Act.COMPLETE: {Stage.PUBLISHED: Stage.COMPLETED},
    Act.HOLD: {stage: stage for stage in BEFORE_VOTING},
    Act.RESUME: {stage: stage for stage in BEFORE_VOTING},
    Act.WITHDRAW: dict.fromkeys((*BEFORE_VOTING, Stage.ESCALATED), Stage.WITHDRAWN),
    Act.RESTORE: {Stage.WITHDRAWN: Stage.RAISED},
    Act.MERGE: dict.fromkeys(BEFORE_VOTING, Stage.MERGED),
    Act.REOPEN: {
        Stage.DECIDED: Stage.DISCUSSING,
        Stage.PUBLISHED: Stage.DISCUSSING,
        Stage.COMPLETED: Stage.DISCUSSING,
    },
}

TRANSITIONS: dict[tuple[Stage, Act], Stage] = {
    (before, act): after for act, moves in _MOVES.items() for before, after in moves.items()
}

# Acts that a held difference still takes: comments are no act of the workflow, everything else waits (RULES.md 2).
WHILE_HELD = frozenset({Act.RESUME, Act.WITHDRAW})


class NoSuchTransition(ValueError):
    """The table has no such move."""


def next_stage(stage: Stage, act: Act) -> Stage:
    """The stage after an act; NoSuchTransition where the table has none (L1)."""
    try:
        return TRANSITIONS[stage, act]
    except KeyError:
        raise NoSuchTransition(f"{act} at {stage}") from None


def possible_acts(stage: Stage, *, held: bool) -> frozenset[Act]:
    """What the table allows at a stage, whoever asks."""
    acts = frozenset(act for before, act in TRANSITIONS if before is stage)
    return acts & WHILE_HELD if held else acts - {Act.RESUME}


def stages_with(act: Act) -> tuple[Stage, ...]:
    """The stages at which the table has an act, in the order of a difference's life."""
    return tuple(stage for stage in (*PATH, *ENDS) if (stage, act) in TRANSITIONS)
