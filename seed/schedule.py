"""Telling many stories at once: each is a generator that yields when it goes on, all run in the order of time."""

import heapq
from collections.abc import Callable, Generator, Iterable
from datetime import datetime
from itertools import count

from app.actions.closing import close_due_rounds
from app.clock import freeze
from app.queries.ballots import any_round_due
from app.transaction import transaction

Story = Generator[datetime, None, None]


def tell(
    stories: Iterable[Story], until: datetime, progress: Callable[[int], None] = lambda _done: None
) -> int:
    """Run the stories side by side until an instant; return how many steps were told.

    A story yields the instant at which it goes on; what it does until its next yield is one transaction at that
    instant. Rounds whose time has come are closed first, as the worker would have.
    """
    order = count()
    waiting = [(next(story), next(order), story) for story in stories]
    heapq.heapify(waiting)
    done = 0
    while waiting and waiting[0][0] <= until:
        at, _place, story = heapq.heappop(waiting)
        with freeze(at):
            _close_rounds(at)
            with transaction():
                following = next(story, None)
        if following is not None:
            heapq.heappush(waiting, (following, next(order), story))
        done += 1
        progress(done)
    with freeze(until):
        _close_rounds(until)
    return done


def _close_rounds(at: datetime) -> None:
    if any_round_due(at):
        with transaction():
            close_due_rounds()
