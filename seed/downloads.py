"""What the secretariat of the demo ordered the day before: the worker makes both when it first runs."""

from app.actions.downloads import order_edition, order_minutes
from app.domain.downloads import FileFormat
from seed.calendar import Days
from seed.council import World
from seed.schedule import Story


def downloads(world: World, days: Days) -> Story:
    """The second edition as PDF, and the minutes of a group as Word."""
    yield days.at(-1, 16)
    secretary = world.people.secretary
    order_edition(2, secretary, file_format=FileFormat.PDF, language="ja")
    yield days.at(-1, 16, 30)
    order_minutes(secretary, group="EDU-03", file_format=FileFormat.WORD, language="ja")
