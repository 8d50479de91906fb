"""Who reads the manual of the demo: who confirmed which chapter, an inquiry that was answered, one that waits."""

from app.actions.inquiries import ask, reply
from app.actions.manual import confirm_reading
from app.extensions import db
from seed.schedule import Story
from seed.stories import Telling

FIRST, SECOND = 1, 2
READ_FIRST, CHANGED, UNREAD_BY_ONE = ("DIF-009", "DIF-003"), "DIF-019", "DIF-006"
ANSWERED, WAITING = "DIF-009", "DIF-006"


def reading(told: dict[str, Telling]) -> Story:
    """What the representatives of the cities read, and what two of them ask about the second edition."""
    answered, waiting = told[ANSWERED], told[WAITING]
    days, members = answered.days, answered.world.members
    yield days.at(-40, 9)
    for name in (*READ_FIRST, CHANGED):
        for city in members:
            confirm_reading(FIRST, _chapter(told[name]), told[name].representative(city))
    yield days.at(-12, 9)
    for city in members[1:]:
        confirm_reading(SECOND, _chapter(told[UNREAD_BY_ONE]), told[UNREAD_BY_ONE].representative(city))
    yield days.at(-11, 10)
    inquiry = ask(
        SECOND,
        answered.number,
        answered.representative(members[1]),
        body="期限の日が閉庁日に当たる年は、前後どちらの開庁日に合わせればよいでしょうか。",
    )
    db.session.flush()
    inquiry_id = inquiry.id
    yield days.at(-10, 15)
    reply(
        inquiry_id,
        answered.chair,
        body="直前の開庁日に合わせます。次の版で本文に書き加えることを検討します。",
    )
    yield days.at(-2, 13)
    ask(
        SECOND,
        waiting.number,
        waiting.representative(members[0]),
        body="窓口で旧様式が提出された場合も、この取扱いによりますか。",
    )


def _chapter(telling: Telling) -> str:
    return telling.number.rpartition("-")[0]
