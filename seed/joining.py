"""The story of Koganei, which is about to join: asked for its position, and begun with one chapter."""

from app.actions.joining import GivenAnswer, answer_decisions, start_joining
from app.domain.joining import Answer, Said
from app.queries.joining import open_tasks
from seed.calendar import Days
from seed.council import ASSOCIATE, World
from seed.schedule import Story

CHAPTER = "TAX"


def joining(world: World, days: Days) -> Story:
    """The secretariat starts the joining; the tax section answers first and leaves the rest to the demo."""
    city = world.cities[ASSOCIATE]
    yield days.at(-8, 9)
    start_joining(city.id, world.people.secretary)
    yield days.at(-3, 14)
    voice = world.people.representatives[ASSOCIATE, CHAPTER]
    tasks = [task for task in open_tasks(city.id) if task.decision.group.domain.code == CHAPTER]
    said = (Said(Answer.ADOPT), Said(Answer.ADOPT_FROM, from_on=days.day(120).replace(day=1)))
    answer_decisions(
        city.id, voice, [GivenAnswer(task.id, each) for task, each in zip(tasks, said, strict=False)]
    )
