"""Who may call a group to a meeting, or send a written resolution, and when."""

from datetime import datetime

from app.domain.meetings import MeetingState
from app.models import Meeting, User
from app.policies.meetings import may_change_meeting, may_prepare
from app.policies.standing import may_lead
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now


def may_send_written(actor: User, meeting: Meeting, at: datetime, seen: int | None = None) -> Verdict:
    """The chair and the secretariat send a written resolution once, with an agenda of ballots."""
    return first_refusal(
        may_prepare(actor, meeting, at, seen),
        ALLOWED if meeting.written else not_now("meeting_is_a_sitting"),
        ALLOWED if meeting.agenda else not_now("agenda_is_empty"),
    )


def may_call(actor: User, meeting: Meeting, at: datetime, seen: int | None = None) -> Verdict:
    """The chair and the secretariat, as long as the meeting is to come, about an agenda that names something."""
    held = meeting.state is MeetingState.HELD
    return first_refusal(
        may_lead(actor, meeting.group, at),
        not_now("meeting_was_held") if held else ALLOWED,
        may_change_meeting(actor, meeting, at, seen),
        not_now("written_calls_by_sending") if meeting.written else ALLOWED,
        not_now("meeting_has_begun") if at >= meeting.starts_at else ALLOWED,
        ALLOWED if meeting.agenda else not_now("agenda_is_empty"),
    )
