"""Words of inquiries about the manual: how one stands, notices, why one cannot answer or close."""

from collections.abc import Sequence

from app.domain.inquiries import InquiryState
from app.domain.notices import NoticeKind
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            InquiryState.OPEN: _p("inquiry", "Waits for an answer"),
            InquiryState.ANSWERED: _p("inquiry", "Answered"),
            InquiryState.CLOSED: _p("inquiry", "Closed"),
            NoticeKind.INQUIRY_ASKED: _l("Somebody asks about the manual of your group"),
            NoticeKind.INQUIRY_ANSWERED: _l("Your inquiry about the manual was answered"),
        },
        {
            InquiryState.OPEN: "warning",
            InquiryState.ANSWERED: "success",
            InquiryState.CLOSED: "quiet",
        },
    )
    reasons(
        {
            "group_answers_inquiries": _l(
                "Inquiries are answered by the people of the cities in this working group,"
                " its chair and the secretariat."
            ),
            "asker_or_secretariat_only": _l("Whoever asked and the secretariat close an inquiry."),
            "inquiry_is_closed": _l("This inquiry is closed. Please ask anew where something is still open."),
        }
    )


MAX_QUOTED = 80


def title_to_raise(paragraph: str) -> str:
    """The title that is offered for a difference raised from a paragraph."""
    return _("Review of “%(title)s”", title=paragraph[:MAX_QUOTED])


def reason_to_raise(paragraph: str, addresses: Sequence[str], question: str = "") -> str:
    """Why it is raised, as far as the page knows: the paragraph, the question about it, and where both stand."""
    parts = [_("About “%(title)s” of the shared operations manual.", title=paragraph)]
    if question:
        parts.append("\n".join(f"> {line}".rstrip() for line in question.splitlines()))
    return "\n\n".join([*parts, *addresses])
