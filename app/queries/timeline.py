"""The timeline of a difference: its events as far as the viewer may see them, newest first (L7)."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from app.clock import now
from app.domain.events import EventKind
from app.domain.rounds import RoundState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import City, Difference, Escalation, Event, Round, User
from app.queries.caucus import caucus_city
from app.queries.paging import Page, page_of

POSITIONS = (
    EventKind.POSITION_CAST,
    EventKind.POSITION_CHANGED,
    EventKind.POSITION_REASON_CHANGED,
    EventKind.POSITION_WITHDRAWN,
)
ENDINGS = {
    Stage.WITHDRAWN: EventKind.DIFFERENCE_WITHDRAWN,
    Stage.MERGED: EventKind.DIFFERENCE_MERGED,
    Stage.NO_DIFFERENCE: EventKind.NO_DIFFERENCE_FOUND,
    Stage.REJECTED: EventKind.SIGNOFF_ENDED,
}


def timeline_of(difference: Difference, viewer: User, page: int) -> Page[Event]:
    """One page of what happened to a difference, of caucuses only the viewer's own (A1), no sealed positions (B40)."""
    caucus = caucus_city(viewer, difference.group, now())
    statement = (
        select(Event)
        .where(Event.difference_id == difference.id, _open_to(caucus), _unsealed(difference, viewer))
        .order_by(Event.id.desc())
    )
    return page_of(statement, page)


def _open_to(caucus: City | None) -> ColumnElement[bool]:
    """On Event: whether it is public, or of the caucus that the viewer may read (A1)."""
    public = Event.private_city_id.is_(None)
    return or_(public, Event.private_city_id == caucus.id) if caucus else public


def stage_before_end(difference: Difference) -> Stage | None:
    """Where a difference stood when it ended without a decision; None where it lives or was decided."""
    ending = ENDINGS.get(difference.stage)
    if ending is None:
        return None
    last = select(Event).where(Event.difference_id == difference.id, Event.kind == ending)
    event = db.session.scalars(last.order_by(Event.id.desc()).limit(1)).first()
    return Stage(event.before["stage"]) if event and "stage" in event.before else None


def was_escalated(difference: Difference) -> bool:
    """Whether the matter was before the managers in its present cycle."""
    wanted = exists().where(Escalation.difference_id == difference.id, Escalation.cycle == difference.cycle)
    return bool(db.session.scalar(select(wanted)))


def _unsealed(difference: Difference, viewer: User) -> ColumnElement[bool]:
    """On Event: no other city's act on a position of the round that is sealed at present."""
    sealed_since: datetime | None = db.session.scalar(
        select(Round.opened_at).where(
            Round.difference_id == difference.id, Round.state == RoundState.OPEN, Round.sealed
        )
    )
    if sealed_since is None:
        return true()
    own = func.coalesce(Event.on_behalf_of_id, Event.city_id) == viewer.city_id
    hidden = and_(Event.kind.in_(POSITIONS), Event.at >= sealed_since)
    return or_(~hidden, own)
