"""The facts of a meeting as its record holds them now; each version of the minutes keeps them (M8)."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.domain.meeting_facts import Attendee, MeetingFacts, Named, NextMeeting, Paper, Task
from app.domain.meetings import MeetingState
from app.extensions import db
from app.models import Attachment, Attendance, CalledPerson, Difference, Meeting, TakeHomeItem
from app.queries.meetings.people import chair_of


def facts_of(meeting: Meeting) -> MeetingFacts:
    """Everything that minutes show beside their text; by a bounded number of queries."""
    rows = [] if meeting.written else attendance_of(meeting)
    chair = chair_of(meeting)
    return MeetingFacts(
        group=Named(meeting.group.name_ja, meeting.group.name_en),
        number=meeting.number,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        form=meeting.form,
        place=meeting.place,
        present=_sent_to(meeting, chair)
        if meeting.written
        else tuple(_attendee(row, meeting, chair) for row in rows if row.present),
        absent=tuple(_attendee(row, meeting, chair) for row in rows if not row.present),
        papers=tuple(Paper(file.filename, file.sha256) for file in papers_of(meeting)),
        tasks=tuple(map(_task, take_home_of(meeting))),
        next=_next(meeting),
        written=meeting.written,
    )


def attendance_of(meeting: Meeting) -> Sequence[Attendance]:
    """The attendance list: cities by code, then others; within each in the order of the invitation."""
    statement = select(Attendance).where(Attendance.meeting_id == meeting.id)
    rows = db.session.scalars(statement.options(joinedload(Attendance.city))).unique()
    return sorted(
        rows, key=lambda row: (row.city is None, row.city.code if row.city else "", row.organisation, row.id)
    )


def papers_of(meeting: Meeting) -> Sequence[Attachment]:
    """The papers handed out, in the order in which they were added."""
    statement = select(Attachment).where(Attachment.meeting_id == meeting.id)
    return db.session.scalars(statement.order_by(Attachment.id)).all()


def take_home_of(meeting: Meeting) -> Sequence[TakeHomeItem]:
    """What cities took home: items given this meeting, and those that arose in the group while it was held."""
    arose = and_(
        TakeHomeItem.meeting_id.is_(None),
        Difference.group_id == meeting.group_id,
        TakeHomeItem.created_at >= meeting.starts_at,
        TakeHomeItem.created_at <= meeting.ends_at,
    )
    statement = (
        select(TakeHomeItem)
        .join(TakeHomeItem.difference)
        .where(or_(TakeHomeItem.meeting_id == meeting.id, arose))
        .options(joinedload(TakeHomeItem.difference), joinedload(TakeHomeItem.owner))
        .order_by(TakeHomeItem.due_on, TakeHomeItem.id)
    )
    return db.session.scalars(statement).unique().all()


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The meeting of the group that comes after this one."""
    statement = select(Meeting).where(
        Meeting.group_id == meeting.group_id,
        Meeting.starts_at > meeting.starts_at,
        Meeting.state != MeetingState.CANCELLED,
    )
    return db.session.scalars(statement.order_by(Meeting.starts_at).limit(1)).unique().first()


def _sent_to(meeting: Meeting, chair: int | None) -> tuple[Attendee, ...]:
    """Whom the notice of a written resolution told."""
    if not meeting.calls:
        return ()
    statement = select(CalledPerson).where(CalledPerson.call_id == meeting.calls[-1].id)
    people = sorted(
        db.session.scalars(statement).unique(),
        key=lambda row: (row.city is None, row.city.code if row.city else "", row.organisation, row.id),
    )
    return tuple(_attendee(row, meeting, chair) for row in people)


def _attendee(row: Attendance | CalledPerson, meeting: Meeting, chair: int | None) -> Attendee:
    city = row.city
    return Attendee(
        affiliation=Named(city.name_ja, city.name_en) if city else Named(row.organisation, row.organisation),
        associate=city is not None and not city.is_member(meeting.starts_at),
        chair=row.user_id == chair,
        section=row.section,
        post=row.post,
        name=row.name,
    )


def _task(item: TakeHomeItem) -> Task:
    owner = " ".join(part for part in (item.owner.full_post, item.owner.name) if part) if item.owner else ""
    city = Named(item.city.name_ja, item.city.name_en)
    return Task(item.difference.number, city, owner, item.task, item.due_on)


def _next(meeting: Meeting) -> NextMeeting | None:
    found = next_meeting(meeting)
    if found is None:
        return None
    return NextMeeting(found.number, found.title, found.starts_at, found.form, found.place)
