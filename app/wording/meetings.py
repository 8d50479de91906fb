"""Words of meetings and minutes: forms, states, conclusions, notices, tallies in a few words, refusals."""

from collections.abc import Mapping
from datetime import datetime

from app.domain.meetings import (
    AgendaPurpose,
    AgendaReason,
    Conclusion,
    MeetingForm,
    MeetingState,
    MinutesLayout,
    MinutesState,
    RemarkOutcome,
)
from app.domain.notices import NoticeKind
from app.domain.positions import CityState
from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording import dates
from app.wording.registry import label, reasons, words

ALWAYS_COUNTED = (CityState.APPROVE, CityState.OBJECT)


def tally_words(counts: Mapping[str, int]) -> str:
    """賛成3、反対0: approvals and objections always, the other states where a city is in them (B19)."""
    said = [
        _("%(state)s %(count)s", state=label(state), count=counts.get(state.value, 0))
        for state in CityState
        if state in ALWAYS_COUNTED or counts.get(state.value)
    ]
    return _(", ").join(said)


def span_words(starts_at: datetime, ends_at: datetime) -> str:
    """2026年11月20日(金) 14:00～16:10, as pages write it; JST is named in English."""
    start, end = dates.tokyo(starts_at), dates.tokyo(ends_at)
    if start.date() != end.date():
        return f"{dates.datetime_words(starts_at)} – {dates.datetime_words(ends_at)}"
    day = dates.date_words(starts_at)
    if current_locale() == "en":
        return f"{day} {start:%H:%M}–{end:%H:%M} JST"
    return f"{day} {start:%H:%M}～{end:%H:%M}"


def meeting_time_words(starts_at: datetime, ends_at: datetime) -> str:
    """令和8年11月20日(金) 14時00分から16時10分まで, as minutes write it; in English with JST."""
    start, end = dates.tokyo(starts_at), dates.tokyo(ends_at)
    if current_locale() == "en":
        until = f"{end:%H:%M} JST" if end.date() == start.date() else dates.datetime_words(ends_at)
        return f"{dates.date_words(starts_at)} {start:%H:%M}–{until}"
    until = dates.clock_words(end) if end.date() == start.date() else dates.paper_datetime_words(end)
    return f"{dates.paper_datetime_words(start)}から{until}まで"


def register() -> None:
    """Enter this area's words."""
    words(
        {
            MeetingForm.ONLINE: _p("meeting", "Online"),
            MeetingForm.PLACE: _p("meeting", "In one place"),
            MeetingForm.HYBRID: _p("meeting", "In one place and online"),
            MeetingState.PLANNED: _p("meeting", "Planned"),
            MeetingState.HELD: _p("meeting", "Held"),
            MeetingState.CANCELLED: _p("meeting", "Called off"),
            AgendaPurpose.REPORT: _p("agenda", "Report"),
            AgendaPurpose.DISCUSS: _p("agenda", "Discuss"),
            AgendaPurpose.BALLOT: _p("agenda", "Ballot"),
            AgendaReason.SENT_BACK: _p("agenda", "Back from the managers"),
            AgendaReason.READY: _p("agenda", "Ready for a ballot"),
            AgendaReason.TAKE_HOME_DUE: _p("agenda", "Take-home items are due"),
            AgendaReason.SURVEY_OVERDUE: _p("agenda", "The survey is overdue"),
            AgendaReason.OPEN_CONCERNS: _p("agenda", "Concerns are open"),
            AgendaReason.HOLD_REVIEW: _p("agenda", "A hold is to be looked at"),
            AgendaReason.DISCUSSING: _p("agenda", "Under discussion"),
            Conclusion.DECIDED: _p("conclusion", "Decided"),
            Conclusion.CONTINUED: _p("conclusion", "Continued"),
            Conclusion.TAKEN_HOME: _p("conclusion", "Taken home"),
            Conclusion.NOTED: _p("conclusion", "Noted"),
            MinutesState.DRAFT: _p("minutes", "Draft"),
            MinutesState.CIRCULATED: _p("minutes", "To be confirmed"),
            MinutesState.CONFIRMED: _p("minutes", "Confirmed"),
            MinutesState.FINAL: _p("minutes", "Final"),
            MinutesLayout.SUMMARY: _p("minutes", "Summary record"),
            MinutesLayout.RESULTS: _p("minutes", "Results only"),
            NoticeKind.MEETING_PLANNED: _l("A meeting of the working group is planned"),
            NoticeKind.MEETING_CHANGED: _l("The time or place of a meeting has changed"),
            NoticeKind.MEETING_CANCELLED: _l("A meeting was called off"),
            NoticeKind.MEETING_CALLED: _l("You are called to a meeting"),
            NoticeKind.CONSENT_PULLED: _l("A city wants to talk about an item of the consent list"),
            NoticeKind.MINUTES_CIRCULATED: _l("Minutes wait for the confirmation of the cities"),
            NoticeKind.MINUTES_REMARKED: _l("A city remarks on circulated minutes"),
            NoticeKind.MINUTES_REMARK_ANSWERED: _l("Your remark on minutes is answered"),
            NoticeKind.MINUTES_URGED: _l("Minutes: please confirm them for your city"),
            RemarkOutcome.TAKEN_OVER: _p("remark", "Taken over"),
            RemarkOutcome.NOT_TAKEN_OVER: _p("remark", "Not taken over"),
            NoticeKind.MINUTES_FINAL: _l("Minutes of a meeting are final"),
            NoticeKind.MINUTES_CORRECTED: _l("Final minutes have a correction to confirm"),
        },
        {
            MeetingState.PLANNED: "info",
            MeetingState.HELD: "success",
            MeetingState.CANCELLED: "quiet",
            AgendaPurpose.BALLOT: "formal",
            AgendaReason.SENT_BACK: "danger",
            AgendaReason.READY: "formal",
            AgendaReason.TAKE_HOME_DUE: "warning",
            AgendaReason.SURVEY_OVERDUE: "warning",
            AgendaReason.OPEN_CONCERNS: "warning",
            AgendaReason.HOLD_REVIEW: "warning",
            AgendaReason.DISCUSSING: "info",
            Conclusion.DECIDED: "success",
            Conclusion.CONTINUED: "info",
            Conclusion.TAKEN_HOME: "warning",
            MinutesState.CIRCULATED: "warning",
            MinutesState.CONFIRMED: "info",
            MinutesState.FINAL: "success",
            RemarkOutcome.TAKEN_OVER: "success",
            RemarkOutcome.NOT_TAKEN_OVER: "quiet",
        },
    )
    _register_refusals()


def _register_refusals() -> None:
    reasons(
        {
            "meeting_changed_meanwhile": _l(
                "Somebody changed this meeting after you opened the page. What you typed is still here."
            ),
            "too_many_calendar_links": _l(
                "You have %(count)s calendar addresses already. Please revoke one that you do not use any more."
            ),
            "meeting_was_cancelled": _l("The meeting was called off. Its record takes no changes."),
            "meeting_was_held": _l("The meeting is recorded as held already."),
            "meeting_not_held": _l("The meeting is not recorded as held yet."),
            "meeting_is_to_come": _l("This can be recorded on the day of the meeting, %(day)s, and later."),
            "ends_before_it_starts": _l("The meeting ends before it begins."),
            "place_needed": _l("Say where people meet."),
            "no_such_difference": _l("There is no difference %(number)s."),
            "difference_of_another_group": _l("%(number)s belongs to another working group."),
            "difference_is_on_agenda": _l("%(number)s is on the agenda already."),
            "item_needs_title": _l("Give the item a title, or name the difference it is about."),
            "item_is_concluded": _l("A conclusion is recorded for this item. It stays on the agenda."),
            "person_not_invited": _l(
                "Only people of the working group on that day and the secretariat are on the list."
            ),
            "floor_given_meanwhile": _l(
                "Somebody else turned to another item after you opened the page. This is how the meeting stands now."
            ),
            "led_on_console": _l("The chair and the secretariat run the meeting on its console."),
            "item_has_floor": _l("The meeting is talking about this item. It stays on the agenda."),
            "seat_of_a_city_only": _l(
                "A screen of its own has every city that takes part in the working group."
            ),
            "minutes_exist": _l("The minutes of this meeting are begun already."),
            "minutes_in_work": _l(
                "The chair and the secretariat are writing these minutes. They can be read once they are sent round."
            ),
            "minutes_are_final": _l("The minutes are final. Nothing changes them; corrections are appended."),
            "minutes_not_final": _l("The minutes are not final yet. They can still be edited."),
            "minutes_are_circulated": _l("This version was sent round already."),
            "minutes_not_circulated": _l("The minutes have not been sent round to the cities yet."),
            "minutes_changed_meanwhile": _l(
                "There is a newer version of the minutes. Please read it and try again."
            ),
            "minutes_edited_meanwhile": _l(
                "Somebody saved a newer version of the minutes after you opened the page."
            ),
            "attendance_not_in_minutes": _l(
                "Nobody is on the attendance list. Record who was there, then save the minutes again."
            ),
            "rounds_are_open": _l(
                "The text refers to a ballot that is still open: %(names)s. Its result would change what was confirmed."
            ),
            "representatives_confirm_minutes": _l(
                "The representative of a city in this working group or a deputy confirms the minutes."
            ),
            "city_need_not_confirm": _l(
                "Minutes are confirmed by the member cities that took part in the group on the day of the meeting."
            ),
            "city_has_confirmed": _l("Your city has confirmed this already."),
            "cities_have_not_confirmed": _l("%(count)s cities have not confirmed this version yet."),
            "cities_remark_on_minutes": _l(
                "The people of a city in this working group remark on its minutes;"
                " the chair and the secretariat edit them."
            ),
            "quote_not_in_passage": _l("These words do not stand in the passage. Please quote it as it is."),
            "remark_is_answered": _l("This remark is answered already."),
            "remarks_are_open": _l("%(count)s remarks of cities are not answered yet."),
            "nobody_to_urge": _l(
                "There is no city to ask: the minutes are not sent round, or every city has confirmed."
            ),
            "urged_today": _l("The cities were asked today already. Please wait until tomorrow."),
            "unknown_reference": _l(
                "This refers to nothing: %(text)s. Write {{決定:令和8年度 教育-12号}} for a decision and"
                " {{採決:EDU-02-001/2}} for the second ballot on a difference of this group."
            ),
        }
    )
