"""A joining is finished when every answer is confirmed; and telling those who speak for the city."""

from datetime import datetime
from typing import Any

from app.actions.events import record
from app.actions.notices import notify
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.models import Joining, User
from app.queries.joining import anything_open, voices_asked
from app.queries.roles import secretaries


def finish_if_complete(joining: Joining, actor: User | None, at: datetime) -> None:
    """Note that nothing waits for the joining city any more, and tell the secretariat."""
    if joining.finished_at is not None or anything_open(joining.city_id):
        return
    joining.finished_at = at
    facts: dict[str, Any] = {"city": joining.city.code, "city_name": joining.city.names}
    record(EventKind.JOINING_FINISHED, actor=actor, subject=joining, after=facts)
    notify(secretaries(), NoticeKind.JOINING_FINISHED, subject=joining, key=at.isoformat(), **facts)


def tell_voices(joining: Joining, kind: NoticeKind, at: datetime, *, key: str) -> int:
    """Tell the city's representatives and deputies in the groups that wait for it; return how many they are."""
    people = voices_asked(joining.city_id, at)
    facts: dict[str, Any] = {"city": joining.city.code, "city_name": joining.city.names}
    notify(people, kind, subject=joining, key=key, **facts)
    return len(people)
