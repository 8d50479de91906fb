"""The picture of the workflow in the README is the table."""

from app.config import ROOT
from app.domain.picture import mermaid, with_picture
from app.domain.workflow import TRANSITIONS, Act


def test_the_readme_shows_the_table() -> None:
    readme = (ROOT / "README.md").read_text()

    assert with_picture(readme) == readme


def test_every_move_is_in_the_picture() -> None:
    picture = mermaid()

    for (before, act), after in TRANSITIONS.items():
        if before is after:
            continue
        assert act.value in picture, act
        if act not in {Act.WITHDRAW, Act.MERGE}:
            assert f"{before} --> {after}" in picture
