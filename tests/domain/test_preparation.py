"""How far a city is for an item of a meeting."""

import pytest

from app.domain.preparation import CityFacts, Lack, Light, lacks_of, light_of, worst
from app.domain.workflow import Stage

READY = CityFacts(stated=True, representative=True, deputies=False)


@pytest.mark.parametrize(
    ("stage", "facts", "lacks", "light"),
    [
        (Stage.DISCUSSING, READY, (), Light.READY),
        (Stage.SURVEYING, CityFacts(False, True, True), (Lack.PRACTICE_NOT_STATED,), Light.NOT_READY),
        (Stage.RAISED, CityFacts(False, True, True), (), Light.READY),
        (Stage.VOTING, CityFacts(True, False, False), (Lack.NOBODY_VOTES,), Light.NOT_READY),
        (Stage.DISCUSSING, CityFacts(True, False, True), (Lack.ONLY_DEPUTIES,), Light.ATTENTION),
        (Stage.DISCUSSING, CityFacts(True, True, True, open_concerns=2), (Lack.CONCERN_OPEN,), Light.ATTENTION),
        (Stage.PROPOSING, CityFacts(True, True, True, open_tasks=1), (Lack.TAKE_HOME_OPEN,), Light.ATTENTION),
        (Stage.DISCUSSING, CityFacts(True, True, True, drafted=False), (Lack.NO_DRAFT_POSITION,), Light.ATTENTION),
        (Stage.DISCUSSING, CityFacts(True, True, True, drafted=True), (), Light.READY),
        (Stage.SURVEYING, CityFacts(True, True, True, drafted=False), (), Light.READY),
        (Stage.DECIDED, CityFacts(False, False, False, 1, 1, False), (), Light.READY),
    ],
)  # fmt: skip
def test_what_a_city_lacks_and_its_light(
    stage: Stage, facts: CityFacts, lacks: tuple[Lack, ...], light: Light
) -> None:
    assert lacks_of(stage, facts) == lacks
    assert light_of(lacks) is light


def test_the_worst_light_stands_for_all() -> None:
    assert worst([]) is Light.READY
    assert worst([Light.READY, Light.NOT_READY, Light.ATTENTION]) is Light.NOT_READY
