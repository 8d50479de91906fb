"""Asking the cities again to confirm minutes, at most once a day."""

from app.actions.events import record
from app.actions.notices import notify
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import RoleKind
from app.extensions import db
from app.models import MinutesUrging, User
from app.policies.minutes_remarks import may_urge
from app.policies.verdicts import ensure
from app.queries.meetings import lock_minutes
from app.queries.meetings.confirming import unconfirmed_cities
from app.queries.meetings.remarks import last_urging
from app.queries.roles import people_of_group

VOICES = (RoleKind.REPRESENTATIVE, RoleKind.DEPUTY)


def urge_confirmation(minutes_id: int, actor: User) -> MinutesUrging:
    """Tell those who can confirm for a city that has not that its confirmation is waited for."""
    minutes = lock_minutes(minutes_id)
    at = now()
    missing = unconfirmed_cities(minutes, at)
    last = last_urging(minutes)
    ensure(may_urge(actor, minutes, missing, last.day if last else None, at))
    meeting, day = minutes.meeting, tokyo_date(at)
    urging = MinutesUrging(
        minutes_id=minutes.id, day=day, cities=[city.code for city in missing],
        urged_by_id=actor.id, urged_by_printed=actor.printed, at=at,
    )  # fmt: skip
    db.session.add(urging)
    record(
        EventKind.MINUTES_URGED,
        actor=actor,
        subject=meeting,
        group=meeting.group,
        after={
            "meeting": meeting.number,
            "cities": [{"ja": city.name_ja, "en": city.name_en} for city in missing],
        },
    )
    waited_for = {city.id for city in missing}
    people = people_of_group(meeting.group, at, kinds=VOICES)
    notify(
        [person for person in people if person.city_id in waited_for],
        NoticeKind.MINUTES_URGED,
        subject=meeting,
        key=day.isoformat(),
        meeting=meeting.number,
        group=meeting.group.code,
    )
    return urging
