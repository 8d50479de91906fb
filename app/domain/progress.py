"""The life of a difference as one line: what is done, where it stands, what is to come."""

from dataclasses import dataclass

from app.domain.workflow import ENDS, PATH, Stage


@dataclass(frozen=True)
class Progress:
    """One stage of the line; state is done, current, held, coming, skipped or ended."""

    stage: Stage
    state: str


def progress(stage: Stage, *, held: bool, ended_from: Stage | None, escalated: bool) -> list[Progress]:
    """The line of a difference at a stage. One that ended shows how far it came, then its end."""
    if stage in ENDS:
        done = PATH[: PATH.index(ended_from) + 1] if ended_from in PATH else (Stage.RAISED,)
        passed = [Progress(step, "done") for step in done if step is not Stage.ESCALATED or escalated]
        return [*passed, Progress(stage, "ended")]
    here = PATH.index(stage)
    line = []
    for place, step in enumerate(PATH):
        if place == here:
            line.append(Progress(step, "held" if held else "current"))
        elif step is Stage.ESCALATED and place < here and not escalated:
            line.append(Progress(step, "skipped"))
        else:
            line.append(Progress(step, "done" if place < here else "coming"))
    return line
