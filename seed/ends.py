"""Stories of differences that end without a decision."""

from app.actions.differences import announce_no_difference, find_no_difference, merge, withdraw
from app.domain.signoff import Meaning
from app.domain.workflow import Stage
from seed.progress import running_steps
from seed.schedule import Story
from seed.stories import Telling


def no_difference(told: Telling) -> Story:
    """Every city turned out to do the same."""
    yield from told.raised()
    yield from told.surveyed(closes=False)
    yield told.at(24)
    announce_no_difference(
        told.number, told.chair, reason="全市とも条例の定めが同じであり、取扱いに違いはない。"
    )
    yield told.at(36)
    find_no_difference(told.number, told.chair)


def withdrawn(told: Telling) -> Story:
    """Raised, then found to be settled by law."""
    yield from told.raised()
    yield told.at(6)
    reason = "法令と各市の事業計画で定まる事項であり、協議の対象としない。"
    withdraw(told.number, told.author, reason=reason)


def merged(told: Telling, other: Telling) -> Story:
    """Raised, then found to be a part of another difference."""
    yield from told.raised()
    yield told.at(8)
    reason = "同じ事務の中で一体に検討するため。"
    merge(told.number, told.chair, into=other.number, reason=reason)


def rejected(told: Telling) -> Story:
    """Carried in the group, and dropped by the managers of every city."""
    yield from told.story()
    yield told.at(61, 9)
    while steps := running_steps(told.number):
        if steps[0].position < len(steps[0].city_route.steps):
            told.sign_next(Meaning.APPROVE, "")
        else:
            told.sign_next(Meaning.DROP, "国の制度の見直しが予定され、いま規則を改めても長く続かないため。")
        yield told.at(62, 9)


ENDINGS = {Stage.NO_DIFFERENCE: no_difference, Stage.WITHDRAWN: withdrawn, Stage.REJECTED: rejected}
