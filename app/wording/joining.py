"""Words of joining: answers, states of a question, notices, refusals."""

from app.domain.joining import Answer, TaskClosing, TaskState
from app.domain.notices import NoticeKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    # One call an enum: values of two enums that are spelled alike are one key of a dict.
    words(
        {
            Answer.ADOPT: _p("joining", "Adopt"),
            Answer.ADOPT_FROM: _p("joining", "Adopt from a date"),
            Answer.ASK_EXCEPTION: _p("joining", "Ask for an exception"),
            Answer.OBJECT: _p("joining", "Object"),
        },
        {
            Answer.ADOPT: "success",
            Answer.ADOPT_FROM: "info",
            Answer.ASK_EXCEPTION: "warning",
            Answer.OBJECT: "danger",
        },
    )
    words(
        {
            TaskState.UNANSWERED: _p("joining", "No position yet"),
            TaskState.ANSWERED: _p("joining", "Answered, to be confirmed"),
            TaskState.CONFIRMED: _p("joining", "Confirmed"),
            TaskState.LEFT: _p("joining", "Closed: the city left"),
            TaskState.SUPERSEDED: _p("joining", "Closed: a later decision took its place"),
        },
        {
            TaskState.ANSWERED: "info",
            TaskState.CONFIRMED: "success",
            TaskState.LEFT: "quiet",
            TaskState.SUPERSEDED: "quiet",
        },
    )
    words(
        {
            TaskClosing.LEFT: _p("joining", "The city left"),
            TaskClosing.SUPERSEDED: _p("joining", "A later decision took its place"),
        }
    )
    words(
        {
            NoticeKind.JOINING_STARTED: _l("Your city is asked for its position on the decisions in force"),
            NoticeKind.JOINING_REMINDED: _l("Your city still owes positions on decisions in force"),
            NoticeKind.JOINING_FINISHED: _l("A joining city has taken its position on every decision"),
        }
    )
    reasons(_REFUSALS)


_REFUSALS = {
    "joining_begun": _l("The city has its tasks already."),
    "member_already": _l("%(city)s has been a member from the beginning. There is nothing to join."),
    "joining_of_own_city": _l("Only people of the city itself and the secretariat see how its joining goes."),
    "joining_finished_already": _l("The city has taken its position on every decision."),
    "own_city_answers": _l(
        "The city answers itself: its representative in the working group of the decision, or a deputy."
    ),
    "city_has_left": _l("The city has left the council. What it had not answered is closed."),
    "closed_as_left": _l("The city has left the council. This is closed."),
    "answer_confirmed": _l("This answer is confirmed and stays as it is."),
    "decision_superseded": _l("A later decision has taken the place of this one. No answer is needed."),
    "answers_missing": _l("%(count)s decisions of this chapter have no answer yet."),
    "nothing_to_confirm": _l("There is no answer to confirm in this chapter."),
    "answered_meanwhile": _l(
        "A colleague answered after you opened the page. Nothing was changed. Please look at the present answers."
    ),
    "day_must_come": _l("Please enter a day after today."),
}
