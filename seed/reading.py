"""Who reads the manual of the demo: an inquiry that was answered, and one that waits for its answer."""

from app.actions.inquiries import ask, reply
from app.extensions import db
from seed.schedule import Story
from seed.stories import Telling

EDITION = 2
ANSWERED, WAITING = "DIF-009", "DIF-006"


def reading(told: dict[str, Telling]) -> Story:
    """What the representatives of two cities ask about the second edition."""
    answered, waiting = told[ANSWERED], told[WAITING]
    days, members = answered.days, answered.world.members
    yield days.at(-11, 10)
    inquiry = ask(
        EDITION,
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
        EDITION,
        waiting.number,
        waiting.representative(members[0]),
        body="窓口で旧様式が提出された場合も、この取扱いによりますか。",
    )
