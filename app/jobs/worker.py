"""The worker: what happens without a person, over and over until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable

from app.actions.closing import close_due_rounds
from app.clock import now
from app.config import Settings
from app.extensions import Database
from app.jobs.mail import deliver_mail
from app.queries.ballots import any_round_due
from app.transaction import transaction

logger = logging.getLogger(__name__)

SECONDS_BETWEEN = 15.0


def close_rounds(database: Database) -> int:
    """Close the rounds whose time has come (B26); nothing is written where none is due."""
    with database.scope():
        if not any_round_due(now()):
            return 0
        with transaction():
            return close_due_rounds()


def work_once(database: Database, settings: Settings) -> None:
    """Every job once. A job that fails is logged and keeps no other from its turn."""
    jobs: tuple[Callable[[], int], ...] = (
        lambda: close_rounds(database),
        lambda: deliver_mail(database, settings),
    )
    for job in jobs:
        try:
            job()
        except Exception:
            logger.exception("a job failed")


def work(
    database: Database, settings: Settings, stop: threading.Event, seconds: float = SECONDS_BETWEEN
) -> None:
    """Every job, with a pause between the rounds of them, until stop is set."""
    while not stop.is_set():
        work_once(database, settings)
        stop.wait(seconds)


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set, so that the job that runs is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
