"""The picture of the workflow, drawn from its table for the README."""

from collections import defaultdict

from app.domain.workflow import ENDS, TRANSITIONS, Act, Stage

BEGIN, END = "<!-- workflow: begin -->", "<!-- workflow: end -->"


def mermaid() -> str:
    """The table of stages and acts as a Mermaid state diagram; acts that stay at their stage are left out."""
    arrows: dict[tuple[Stage, Stage], list[Act]] = defaultdict(list)
    for (before, act), after in TRANSITIONS.items():
        if before is not after and act is not Act.WITHDRAW and act is not Act.MERGE:
            arrows[before, after].append(act)
    lines = ["stateDiagram-v2", "    direction LR", f"    [*] --> {Stage.RAISED}: {Act.RAISE}"]
    for (before, after), acts in arrows.items():
        lines.append(f"    {before} --> {after}: {', '.join(act.value for act in acts)}")
    lines += [f"    {end} --> [*]" for end in (Stage.COMPLETED, *ENDS) if end is not Stage.WITHDRAWN]
    early = sorted({before for before, act in TRANSITIONS if act is Act.WITHDRAW})
    lines.append(f"    note right of {Stage.WITHDRAWN}: withdraw from {', '.join(early)}")
    early = sorted({before for before, act in TRANSITIONS if act is Act.MERGE})
    lines.append(f"    note right of {Stage.MERGED}: merge from {', '.join(early)}")
    return "\n".join(lines)


def with_picture(text: str) -> str:
    """A text in which the part between the two marks is the present picture; ValueError without the marks."""
    before, rest = text.split(BEGIN, 1)
    _old, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n```mermaid\n{mermaid()}\n```\n{END}{after}"
