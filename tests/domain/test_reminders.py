"""A9: which kind of reminder fits an instant, so that after an outage only the latest one goes."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.calendar import end_of_day_tokyo
from app.domain.reminders import ReminderKind, kind_before, kind_while_waiting

ASKED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DUE = end_of_day_tokyo(datetime(2026, 11, 20, tzinfo=UTC).date())
NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SOON, LAST_DAY, OVERDUE, WAITING, _ = ReminderKind


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        (ASKED, None),
        (NOON - timedelta(days=4), None),
        (datetime(2026, 11, 16, 14, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 16, 15, 0, tzinfo=UTC), SOON),
        (NOON - timedelta(days=3), SOON),
        (NOON - timedelta(days=1), SOON),
        (datetime(2026, 11, 19, 15, 0, tzinfo=UTC), LAST_DAY),
        (DUE - timedelta(seconds=1), LAST_DAY),
        (DUE, OVERDUE),
        (DUE + timedelta(days=90), OVERDUE),
    ],
)
def test_a9_one_kind_fits_an_instant_and_it_is_the_latest(at: datetime, kind: ReminderKind | None) -> None:
    assert kind_before(DUE, ASKED, at, 3) is kind


def test_a9_nobody_is_reminded_on_the_day_of_asking() -> None:
    asked = NOON - timedelta(hours=2)

    assert kind_before(DUE, asked, NOON, 3) is None
    assert kind_before(DUE, asked, DUE, 3) is OVERDUE


def test_a9_without_days_ahead_there_is_only_the_last_day() -> None:
    assert kind_before(DUE, ASKED, NOON - timedelta(days=1), 0) is None
    assert kind_before(DUE, ASKED, NOON, 0) is LAST_DAY


def test_a9_a_deadline_in_the_day_has_its_own_day_as_the_last() -> None:
    assert kind_before(NOON, ASKED, NOON - timedelta(hours=3), 3) is LAST_DAY
    assert kind_before(NOON, ASKED, NOON, 3) is OVERDUE


@pytest.mark.parametrize(("days", "kind"), [(0, None), (6, None), (7, WAITING), (70, WAITING)])
def test_a9_what_has_no_deadline_is_brought_up_after_some_days(days: int, kind: ReminderKind | None) -> None:
    assert kind_while_waiting(ASKED, ASKED + timedelta(days=days), 7) is kind
