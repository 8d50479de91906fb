"""What happens at a meeting: who is there, how each item ends, papers handed out, and that it was held."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.actions.attachments import Files, accepted, attach, facts_of
from app.actions.differences.texts import checked_markdown
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.meetings.floor import clear_floor
from app.clock import now
from app.domain.events import EventKind
from app.domain.meetings import Conclusion, MeetingState
from app.extensions import db
from app.models import AgendaItem, Attachment, Attendance, Meeting, User
from app.policies.meetings import may_change_meeting, may_hold, may_record
from app.policies.verdicts import Invalid, ensure
from app.queries.meetings import lock_item, lock_meeting
from app.queries.meetings.facts import attendance_of, papers_of
from app.queries.meetings.people import invitees


def record_attendance(meeting_id: int, actor: User, people: Mapping[int, bool]) -> list[Attendance]:
    """Set the whole attendance list: user ids and whether they were present; who is left out is not on it.

    The people are those of the group on the day of the meeting, and of the secretariat. City, section, post and name
    are kept as they are when a person is first put on the list (M8).
    """
    meeting = lock_meeting(meeting_id)
    ensure(may_record(actor, meeting, now()))
    invited = {invitee.user.id: invitee.user for invitee in invitees(meeting)}
    known = {row.user_id: row for row in attendance_of(meeting)}
    if people.keys() - invited.keys() - known.keys():
        raise Invalid("people", "person_not_invited")
    before = _shown(known.values())
    for user_id in known.keys() - people.keys():
        meeting.attendance.remove(known[user_id])
    for user_id in (*known, *(user_id for user_id in invited if user_id not in known)):
        if user_id in people and user_id in known:
            known[user_id].present = people[user_id]
        elif user_id in people:
            meeting.attendance.append(_row(invited[user_id], people[user_id]))
    db.session.flush()
    after = _shown(meeting.attendance)
    if after != before:
        record(
            EventKind.ATTENDANCE_RECORDED,
            actor=actor,
            subject=meeting,
            group=meeting.group,
            before=before,
            after={"meeting": meeting.number, **after},
        )
    return list(meeting.attendance)


def mark_attendance(meeting_id: int, actor: User, person_id: int, *, present: bool) -> list[Attendance]:
    """Note that one person is there, or is not; the rest of the list stays as it is (M8)."""
    people = {row.user_id: row.present for row in attendance_of(lock_meeting(meeting_id))}
    return record_attendance(meeting_id, actor, {**people, person_id: present})


def conclude_item(
    item_id: int,
    actor: User,
    *,
    conclusion: Conclusion | None,
    text: str = "",
    seen: int | None = None,
) -> AgendaItem:
    """Record how an item ended; a conclusion can be corrected until the minutes are final, None takes it back."""
    item = lock_item(item_id)
    meeting = item.meeting
    ensure(may_record(actor, meeting, now()))
    ensure(may_change_meeting(actor, meeting, now(), seen))
    before = _conclusion(item)
    item.conclusion = conclusion
    item.conclusion_text = checked_markdown("text", text)
    after = _conclusion(item)
    if after != before:
        meeting.serial += 1
        record(
            EventKind.AGENDA_CONCLUDED,
            actor=actor,
            subject=meeting,
            difference=item.difference,
            group=meeting.group,
            before=before,
            after={"meeting": meeting.number, "item": item.position, "title": item.title, **after},
        )
    return item


def add_papers(meeting_id: int, actor: User, files: Files, *, key: str = "") -> list[Attachment]:
    """Add papers that are handed out; the same content is kept once."""
    meeting = lock_meeting(meeting_id)
    at = now()
    ensure(may_change_meeting(actor, meeting, at))
    given = accepted(files)
    if not given:
        raise Invalid("files", "required")
    known = {paper.sha256 for paper in papers_of(meeting)}
    fresh = [file for file in given if file.sha256 not in known]
    if not claim_key(key, actor) or not fresh:
        return []
    kept = attach(fresh, actor, at, difference=None, meeting_id=meeting.id)
    record(
        EventKind.MEETING_CHANGED,
        actor=actor,
        subject=meeting,
        group=meeting.group,
        after={"meeting": meeting.number, "papers": facts_of(kept)},
    )
    return kept


def hold_meeting(meeting_id: int, actor: User) -> Meeting:
    """Record that the meeting was held; its minutes can be drafted then."""
    meeting = lock_meeting(meeting_id)
    ensure(may_hold(actor, meeting, now()))
    meeting.state = MeetingState.HELD
    clear_floor(meeting)
    meeting.serial += 1
    record(
        EventKind.MEETING_HELD,
        actor=actor,
        subject=meeting,
        group=meeting.group,
        after={"meeting": meeting.number, "title": meeting.title},
    )
    return meeting


def _row(person: User, present: bool) -> Attendance:
    return Attendance(
        user_id=person.id,
        city_id=person.city_id,
        organisation=person.organisation,
        section=person.section,
        post=person.post,
        name=person.name,
        present=present,
    )


def _shown(rows: Iterable[Attendance]) -> dict[str, Any]:
    """What an event keeps of an attendance list: printed names."""
    every = sorted(rows, key=lambda row: row.id)
    return {
        "present": [_printed(row) for row in every if row.present],
        "absent": [_printed(row) for row in every if not row.present],
    }


def _printed(row: Attendance) -> str:
    affiliation = row.city.name_ja if row.city else row.organisation
    return " ".join(part for part in (affiliation, row.section, row.post, row.name) if part)


def _conclusion(item: AgendaItem) -> dict[str, Any]:
    return {
        "conclusion": item.conclusion.value if item.conclusion else None,
        "text": item.conclusion_text,
    }
