"""Several people at once: each in a thread with a database session of its own, all starting together."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from app.extensions import Database
from app.transaction import transaction

SECONDS = 30


def race(database: Database, acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each act in a transaction of its own at the same time; what each returned, or the exception it raised."""
    answers: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int) -> None:
        start.wait(SECONDS)
        answers[place] = attempt(database, acts[place])

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    if any(thread.is_alive() for thread in threads):
        raise TimeoutError("the acts wait for each other")
    return answers


def attempt(database: Database, act: Callable[[], Any]) -> Any:
    """One act in a scope and a transaction of its own; its answer, or its exception as a value."""
    with database.scope():
        try:
            with transaction():
                return act()
        except Exception as error:
            return error
