"""The only source of the present: aware UTC instants, which tests may freeze."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_frozen: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen if _frozen is not None else datetime.now(UTC)


@contextmanager
def freeze(at: datetime) -> Iterator[None]:
    """Hold the clock at one instant, in every thread, until the block ends."""
    global _frozen
    before, _frozen = _frozen, at.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before


def travel(by: timedelta) -> None:
    """Move a frozen clock on; a running clock refuses."""
    global _frozen
    if _frozen is None:
        raise RuntimeError("only a frozen clock can travel")
    _frozen += by
