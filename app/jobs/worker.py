"""The worker: what happens without a person, over and over until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable
from itertools import count

from app.actions.closing import close_due_rounds
from app.actions.exceptions import remind_of_exceptions
from app.actions.joining import keep_up_joinings, settle_ended_memberships
from app.actions.reminders import send_reminders, tell_before_meetings
from app.clock import now
from app.config import Settings
from app.domain.calendar import tokyo_date
from app.extensions import Database
from app.jobs.files import make_files, remove_old_files
from app.jobs.mail import deliver_mail
from app.queries.ballots import any_round_due
from app.queries.council import is_founded
from app.queries.exceptions import exceptions_ending
from app.queries.joining import any_joining_due
from app.queries.joining.leaving import ended_memberships
from app.queries.meetings.tomorrow import meetings_to_prepare
from app.queries.reminders import reminders_due
from app.transaction import transaction

logger = logging.getLogger(__name__)

SECONDS_BETWEEN = 15.0
TURNS_BETWEEN_REMINDERS = 40


def close_rounds(database: Database) -> int:
    """Close the rounds whose time has come (B26); nothing is written where none is due."""
    with database.scope():
        if not any_round_due(now()):
            return 0
        with transaction():
            return close_due_rounds()


def remind(database: Database) -> int:
    """Send the reminders that are due (A9); nothing is written where none is."""
    with database.scope():
        if not (is_founded() and reminders_due(now())):
            return 0
        with transaction():
            return send_reminders()


def remind_of_ends(database: Database) -> int:
    """Tell of exceptions that end soon (D4, A9); nothing is written where nobody is to be told."""
    with database.scope():
        if not exceptions_ending(tokyo_date(now())):
            return 0
        with transaction():
            return remind_of_exceptions()


def remind_of_meetings(database: Database) -> int:
    """Tell on the working day before a meeting how far the cities are (A9); nothing is written where none is near."""
    with database.scope():
        if not (is_founded() and meetings_to_prepare(now())):
            return 0
        with transaction():
            return tell_before_meetings()


def keep_up(database: Database) -> int:
    """Carry out what a day brings: cities that have left (D10), and what joining cities are asked about (D7)."""
    with database.scope():
        if not (any_joining_due(now()) or ended_memberships(now())):
            return 0
        with transaction():
            return settle_ended_memberships() + keep_up_joinings()


def work_once(
    database: Database, settings: Settings, *, reminds: bool = True, makes_files: bool = True
) -> None:
    """Every job once, reminders and files only where wanted. One that fails is logged and stops no other."""
    jobs: tuple[Callable[[], int], ...] = (
        lambda: close_rounds(database),
        lambda: keep_up(database),
        lambda: remind(database) if reminds else 0,
        lambda: remind_of_ends(database) if reminds else 0,
        lambda: remind_of_meetings(database) if reminds else 0,
        lambda: deliver_mail(database, settings),
        *((lambda: make_files(database), lambda: remove_old_files(database)) if makes_files else ()),
    )
    for job in jobs:
        try:
            job()
        except Exception:
            logger.exception("a job failed")


def work(
    database: Database, settings: Settings, stop: threading.Event, seconds: float = SECONDS_BETWEEN
) -> None:
    """Every job, with a pause between the turns, until stop is set; reminders, which go by days, only now and then."""
    for turn in count():
        if stop.is_set():
            return
        work_once(database, settings, reminds=turn % TURNS_BETWEEN_REMINDERS == 0, makes_files=False)
        stop.wait(seconds)


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set, so that the job that runs is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
