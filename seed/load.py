"""Loading the demo council: once, into an empty installation, entered through the actions as people would have."""

from collections.abc import Callable, Iterator

import click
from flask import current_app

from app.clock import freeze, now
from app.extensions import Database
from app.i18n import locale_scope
from app.queries.council import is_founded
from app.transaction import transaction
from seed.absences import absences
from seed.calendar import Days
from seed.council import World, data, found
from seed.deputies import deputies
from seed.downloads import downloads
from seed.ends import ENDINGS, merged
from seed.exceptions import exceptions
from seed.joining import joining
from seed.meetings import editions, meetings
from seed.plans import MERGED_INTO, plans
from seed.reading import reading
from seed.schedule import Story, tell
from seed.stories import Telling

FIRST_DAY = -235


def load(database: Database, progress: Callable[[int], None] = lambda _done: None) -> bool:
    """Load the demo; False where a council stands already, which stays as it is."""
    with database.scope(), locale_scope("ja"):
        if is_founded():
            return False
        days = Days(now())
        with freeze(days.at(FIRST_DAY)), transaction():
            world = found(days.day(FIRST_DAY))
        tell(_stories(world, days), days.loaded_at, progress)
        return True


def _stories(world: World, days: Days) -> Iterator[Story]:
    told = {
        entry["id"]: Telling(world, days, entry, plan, place)
        for place, (entry, plan) in enumerate(plans(data("differences")["differences"]))
    }
    for name, telling in told.items():
        if name in MERGED_INTO:
            yield merged(telling, told[MERGED_INTO[name]])
        elif telling.plan.goal in ENDINGS:
            yield ENDINGS[telling.plan.goal](telling)
        else:
            yield telling.story()
    yield absences(told)
    yield exceptions(told)
    yield from meetings(world, days, list(told.values()))
    yield editions(world, days)
    yield reading(told)
    yield joining(world, days)
    yield deputies(world, days)
    yield downloads(world, days)


@click.command("seed")
def seed_command() -> None:
    """Load the demo council into an empty installation; a second time changes nothing."""
    database: Database = current_app.extensions["database"]
    with click.progressbar(length=_EXPECTED, label="Loading the demo council") as bar:
        loaded = load(database, lambda _done: bar.update(1))
    click.echo(
        "The demo council is loaded." if loaded else "A council is there already; nothing was changed."
    )


_EXPECTED = 900
