"""Who may remark on circulated minutes, answer the remarks, and ask the cities again to confirm (M5)."""

from collections.abc import Sequence
from datetime import date, datetime

from app.domain.calendar import tokyo_date
from app.domain.meetings import MinutesState
from app.models import City, Minutes, MinutesRemark, User
from app.policies.standing import may_lead, works_for
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person


def may_remark(actor: User, minutes: Minutes, at: datetime) -> Verdict:
    """The people of a city in the group, of an associate as well, from when the minutes are sent round until final."""
    group = minutes.meeting.group
    of_city = actor.city is not None and works_for(actor, actor.city, group, at)
    return first_refusal(
        ALLOWED if of_city else not_this_person("cities_remark_on_minutes"),
        not_now("minutes_in_work") if minutes.state is MinutesState.DRAFT else ALLOWED,
        not_now("minutes_are_final") if minutes.state is MinutesState.FINAL else ALLOWED,
    )


def may_answer_remark(actor: User, minutes: Minutes, remark: MinutesRemark, at: datetime) -> Verdict:
    """The chair and the secretariat, once, also after a newer version took the remark over."""
    return first_refusal(
        may_lead(actor, minutes.meeting.group, at),
        not_now("remark_is_answered") if remark.outcome else ALLOWED,
        not_now("minutes_are_final") if minutes.state is MinutesState.FINAL else ALLOWED,
    )


def may_urge(
    actor: User, minutes: Minutes, missing: Sequence[City], last: date | None, at: datetime
) -> Verdict:
    """The chair and the secretariat, once a day, while cities have not confirmed what was sent round."""
    circulated = minutes.state is MinutesState.CIRCULATED
    return first_refusal(
        may_lead(actor, minutes.meeting.group, at),
        ALLOWED if circulated and missing else not_now("nobody_to_urge"),
        not_now("urged_today") if last == tokyo_date(at) else ALLOWED,
    )
