"""Exceptions of the demo: one granted until a day to come, one that waits for its answer."""

from app.actions.exceptions import answer_exception, ask_exception
from seed.progress import decision_on
from seed.schedule import Story
from seed.stories import Telling

GRANTED, ASKED = "DIF-010", "DIF-013"


def exceptions(told: dict[str, Telling]) -> Story:
    """The last city works on as before until its contract ends (D4); the one before it asks for some months."""
    granted, asked = told[GRANTED], told[ASKED]
    days, members = granted.days, granted.world.members
    yield days.at(-12, 11)
    exception = ask_exception(
        decision_on(granted.number).id,
        granted.representative(members[-1]),
        body="現行の委託契約が終わるまで、従前の方法による。",
        reason="印刷・封入の委託契約が年度末まで続くため。",
        last_day=days.day(150),
    )
    yield days.at(-9, 15)
    answer_exception(exception.id, granted.world.people.secretary, granted=True, reason="")
    yield days.at(-2, 14)
    ask_exception(
        decision_on(asked.number).id,
        asked.representative(members[-2]),
        body="窓口の改修が終わるまで、従前の様式を使う。",
        reason="改修の工期が当初の予定より延びたため。",
        last_day=days.day(90),
    )
