"""The sign of life of a worker: its lease is renewed beside the work, so that slow work is never taken for silence."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.actions.making import Superseded

logger = logging.getLogger(__name__)

SECONDS_BETWEEN = 15.0
"""A quarter of the lease: one renewal, or two, may fail."""
MOST = 240
"""An hour of renewals; what hangs for longer is heard of no more, so that another worker can take its order."""


@contextmanager
def heard_of(renew: Callable[[], None], seconds: float) -> Iterator[None]:
    """Renew a lease every so many seconds, for as long as the block lasts and the process lives."""
    over = threading.Event()
    renewing = threading.Thread(
        target=_keep_renewing, args=(renew, over, seconds), name="heartbeat", daemon=True
    )
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()


def _keep_renewing(renew: Callable[[], None], over: threading.Event, seconds: float) -> None:
    for _ in range(MOST):
        if over.wait(seconds):
            return
        try:
            renew()
        except Superseded:  # the work itself learns of it with its next step
            return
        except Exception:
            logger.exception("a lease could not be renewed")
