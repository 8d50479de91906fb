"""The secretariat reminds a joining city of what it has not answered."""

from app.actions.events import record
from app.actions.joining.finishing import tell_voices
from app.actions.keys import claim_key
from app.clock import now
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.models import Joining, User
from app.policies.joining import may_remind
from app.policies.verdicts import ensure
from app.queries.joining import lock_joining


def remind_city(city_id: int, actor: User, *, key: str = "") -> Joining:
    """Remind those who speak for the city in the groups that wait for it; the same form reminds once."""
    joining = lock_joining(city_id)
    at = now()
    ensure(may_remind(actor, joining))
    if not claim_key(key, actor):
        return joining
    told = tell_voices(joining, NoticeKind.JOINING_REMINDED, at, key=at.isoformat())
    joining.reminded_at = at
    facts = {"city": joining.city.code, "city_name": joining.city.names, "told": told}
    record(EventKind.JOINING_REMINDED, actor=actor, subject=joining, after=facts)
    return joining
