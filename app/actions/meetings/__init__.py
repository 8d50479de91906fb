"""Meetings: planned, prepared, held and minuted; minutes circulated, confirmed, final and corrected."""

from app.actions.meetings.agenda import (
    add_agenda_item,
    add_proposed_items,
    change_agenda_item,
    move_agenda_item,
    remove_agenda_item,
)
from app.actions.meetings.consent import (
    approve_together,
    list_for_consent,
    pull_from_consent,
    put_together,
    take_off_consent,
)
from app.actions.meetings.convening import call_meeting, send_written
from app.actions.meetings.corrections import confirm_correction, correct_minutes
from app.actions.meetings.floor import give_floor
from app.actions.meetings.holding import (
    add_papers,
    conclude_item,
    hold_meeting,
    mark_attendance,
    record_attendance,
)
from app.actions.meetings.minutes import (
    MinutesConflict,
    circulate_minutes,
    confirm_if_complete,
    confirm_minutes,
    draft_minutes,
    edit_minutes,
    finalise_minutes,
)
from app.actions.meetings.planning import cancel_meeting, change_meeting, plan_meeting
from app.actions.meetings.remarks import answer_remark, remark_on_minutes
from app.actions.meetings.urging import urge_confirmation
from app.actions.meetings.written import change_written, plan_written

__all__ = [
    "MinutesConflict",
    "add_agenda_item",
    "add_papers",
    "add_proposed_items",
    "answer_remark",
    "approve_together",
    "call_meeting",
    "cancel_meeting",
    "change_agenda_item",
    "change_meeting",
    "change_written",
    "circulate_minutes",
    "conclude_item",
    "confirm_correction",
    "confirm_if_complete",
    "confirm_minutes",
    "correct_minutes",
    "draft_minutes",
    "edit_minutes",
    "finalise_minutes",
    "give_floor",
    "hold_meeting",
    "list_for_consent",
    "mark_attendance",
    "move_agenda_item",
    "plan_meeting",
    "plan_written",
    "pull_from_consent",
    "put_together",
    "record_attendance",
    "remark_on_minutes",
    "remove_agenda_item",
    "send_written",
    "take_off_consent",
    "urge_confirmation",
]
