"""The line that shows how far a difference is."""

from app.domain.progress import progress
from app.domain.workflow import ENDS, PATH, Stage


def _states(
    stage: Stage, *, held: bool = False, ended: Stage | None = None, escalated: bool = False
) -> dict[Stage, str]:
    line = progress(stage, held=held, ended_from=ended, escalated=escalated)
    return {step.stage: step.state for step in line}


def test_a_living_difference_shows_the_whole_path() -> None:
    for place, stage in enumerate(PATH):
        states = _states(stage, escalated=True)
        assert list(states) == list(PATH)
        assert list(states.values()) == ["done"] * place + ["current"] + ["coming"] * (len(PATH) - place - 1)


def test_a_hold_shows_where_it_rests() -> None:
    assert _states(Stage.DISCUSSING, held=True)[Stage.DISCUSSING] == "held"


def test_a_matter_that_never_was_before_the_managers_skipped_them() -> None:
    assert _states(Stage.DECIDED)[Stage.ESCALATED] == "skipped"
    assert _states(Stage.VOTING)[Stage.ESCALATED] == "coming"
    assert _states(Stage.DECIDED, escalated=True)[Stage.ESCALATED] == "done"


def test_an_ended_difference_shows_how_far_it_came_and_its_end() -> None:
    for end in ENDS:
        states = _states(end, ended=Stage.PROPOSING)
        assert list(states) == [Stage.RAISED, Stage.SURVEYING, Stage.PROPOSING, end]
        assert states[end] == "ended"
    assert list(_states(Stage.WITHDRAWN)) == [Stage.RAISED, Stage.WITHDRAWN]
