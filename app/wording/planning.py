"""Words of preparing a meeting: what is to be decided, how far the cities are, and refusals."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.meetings import AgendaPurpose, AgendaReason, CallPart, WrittenForm
from app.domain.notices import NoticeKind
from app.domain.preparation import Lack, Light
from app.domain.workflow import Stage
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.i18n import pgettext
from app.wording.dates import datetime_words, deadline_words, last_day_words
from app.wording.registry import label, reasons, words

_TO_DECIDE = {
    AgendaReason.SENT_BACK: _l("How the text changes after what the managers said."),
    AgendaReason.READY: _l("Whether the cities vote on this text."),
    AgendaReason.TAKE_HOME_DUE: _l("What follows from what the cities took home."),
    AgendaReason.SURVEY_OVERDUE: _l("Whether to wait for the cities that have not answered."),
    AgendaReason.OPEN_CONCERNS: _l("How the open concerns are answered."),
    AgendaReason.HOLD_REVIEW: _l("Whether the hold goes on or ends."),
    AgendaReason.DISCUSSING: _l("Which text the group puts before the cities."),
}
_BY_STAGE = {
    Stage.VOTING: _l("Nothing: the ballot is open. Questions about it can be answered."),
    Stage.ESCALATED: _l("Nothing: the matter is with the managers. How it stands is reported."),
}


def to_decide_words(reasons: Sequence[AgendaReason], stage: Stage) -> str:
    """What the meeting has to decide on a difference, by the first reason for which it is there."""
    if reasons:
        return str(_TO_DECIDE[reasons[0]])
    return str(_BY_STAGE[stage]) if stage in _BY_STAGE else _("Nothing: how it stands is reported.")


def agenda_line(position: int, title: str, purpose: AgendaPurpose) -> str:
    """An item of an agenda in one line of plain text."""
    return f"{position}. {title} [{label(purpose)}]"


def written_span_words(starts_at: datetime, ends_at: datetime, *, sent: bool) -> str:
    """How long a written resolution lies before the cities."""
    if not sent:
        return _("Not sent yet; last day %(day)s", day=last_day_words(ends_at))
    return pgettext(
        "written resolution",
        "From %(start)s until %(end)s",
        start=datetime_words(starts_at),
        end=deadline_words(ends_at),
    )


def register() -> None:
    """Enter this area's words."""
    words(
        {
            WrittenForm.WRITTEN: _p("meeting", "Written resolution"),
            NoticeKind.WRITTEN_OPENED: _l("A written resolution asks for your city's positions"),
            CallPart.TIME: _p("meeting call", "date and time"),
            CallPart.PLACE: _p("meeting call", "place"),
            CallPart.AGENDA: _p("meeting call", "agenda"),
            CallPart.PAPERS: _p("meeting call", "papers"),
            Light.READY: _p("preparation", "Ready"),
            Light.ATTENTION: _p("preparation", "To look at"),
            Light.NOT_READY: _p("preparation", "Not ready"),
            Lack.PRACTICE_NOT_STATED: _l("The current practice is not stated"),
            Lack.NOBODY_VOTES: _l("Nobody may take the city's position"),
            Lack.ONLY_DEPUTIES: _l("No representative, a deputy speaks"),
            Lack.CONCERN_OPEN: _l("A concern of the city is open"),
            Lack.TAKE_HOME_OPEN: _l("A take-home item is open"),
            Lack.NO_DRAFT_POSITION: _l("The caucus has not drafted a position"),
        },
        {
            Light.READY: "success",
            Light.ATTENTION: "warning",
            Light.NOT_READY: "danger",
        },
    )
    reasons(
        {
            "consent_wants_discussed": _l("Only a difference under discussion goes onto the consent list."),
            "consent_listed_before": _l("The item is or was on the consent list of this meeting."),
            "not_on_consent_list": _l("The item is not on the consent list."),
            "consent_was_pulled": _l("A city has pulled this item out. It is talked about by itself."),
            "consent_was_put": _l("The ballot on this item is open already. A city can object there."),
            "consent_list_is_empty": _l("Nothing waits on the consent list."),
            "agenda_item_not_ready": _l(
                "%(number)s is not ready for a ballot. Leave it out, or settle what is open on it. No"
                " ballot was opened."
            ),
            "written_was_sent": _l(
                "The written resolution was sent. Its agenda and its last day stay as they were sent."
            ),
            "written_not_sent": _l("The written resolution has not been sent yet."),
            "written_is_open": _l("The cities have until %(until)s. The result can be recorded after that."),
            "written_calls_by_sending": _l("A written resolution is told to the cities when it is sent."),
            "written_is_one_list": _l("A written resolution puts its whole agenda to the ballots."),
            "written_is_about_differences": _l("A written resolution is about differences: name one."),
            "meeting_is_a_sitting": _l("This is a meeting with a sitting."),
            "agenda_is_empty": _l("The agenda is empty. Put an item on it first."),
            "meeting_has_begun": _l("The time of the meeting has come. Nobody can be called to it any more."),
        }
    )
