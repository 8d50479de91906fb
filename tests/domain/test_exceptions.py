"""The hash of an exception, how one stands on a day, and when people are reminded of its end (D4, A9)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.exceptions import ExceptionPhase, ExceptionText, exception_hash, phase_on, reminder_due

LAST = date(2027, 3, 31)
DAY = timedelta(days=1)
TEXT = ExceptionText("sha256-v1:0", "132021", "従来どおり11月に発送する。", "契約が続くため。", LAST)


@pytest.mark.parametrize(
    "changed",
    [
        {"decision_hash": "sha256-v1:1"},
        {"city_code": "132047"},
        {"body": "10月に発送する。"},
        {"reason": "別の理由。"},
        {"last_day": LAST + DAY},
    ],
)
def test_d4_every_part_of_an_exception_takes_part_in_its_hash(changed: dict[str, object]) -> None:
    assert exception_hash(replace(TEXT, **changed)) != exception_hash(TEXT)  # type: ignore[arg-type]


def test_d4_line_ends_and_white_space_at_the_end_say_nothing() -> None:
    assert exception_hash(replace(TEXT, body=f"{TEXT.body}  \r\n")) == exception_hash(TEXT)


@pytest.mark.parametrize(
    ("granted", "day", "phase"),
    [
        (None, LAST + DAY, ExceptionPhase.ASKED),
        (False, LAST, ExceptionPhase.REFUSED),
        (True, LAST, ExceptionPhase.GRANTED),
        (True, LAST + DAY, ExceptionPhase.OVER),
    ],
)
def test_d4_an_exception_is_over_after_its_last_day(
    granted: bool | None, day: date, phase: ExceptionPhase
) -> None:
    assert phase_on(day, granted=granted, ends_on=LAST) is phase


@pytest.mark.parametrize(
    ("left", "reminded", "due"),
    [(31, None, None), (30, None, 30), (30, 30, None), (8, 30, None), (7, 30, 7), (3, None, 7), (0, 7, None),
     (0, None, 7), (-1, None, None)],
)  # fmt: skip
def test_a9_one_reminder_for_each_distance_and_none_after_the_end(
    left: int, reminded: int | None, due: int | None
) -> None:
    assert reminder_due(LAST, LAST - left * DAY, reminded) == due
