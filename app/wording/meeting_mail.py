"""Words of the mails that call people to a meeting, tell of another time or place, or that it was called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.notices import NoticeKind
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.dates import deadline_words
from app.wording.meetings import span_words

_SUBJECTS = {
    NoticeKind.MEETING_CALLED: _l("Notice of a meeting"),
    NoticeKind.WRITTEN_OPENED: _p("meeting", "Written resolution"),
    NoticeKind.MEETING_CHANGED: _l("Another time or place"),
    NoticeKind.MEETING_CANCELLED: _l("Meeting called off"),
}
_FIRST = {
    NoticeKind.MEETING_CALLED: _l("You are called to the following meeting."),
    NoticeKind.WRITTEN_OPENED: _l(
        "A written resolution was sent. Each city is asked for its positions by the last day."
    ),
    NoticeKind.MEETING_CHANGED: _l("The time or place of a meeting has changed. It is held as follows."),
    NoticeKind.MEETING_CANCELLED: _l("The following meeting was called off."),
}


@dataclass(frozen=True)
class MailedMeeting:
    """What a mail says of a meeting, in the current language; agenda as lines, said is a message or a reason."""

    council: str
    name: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    agenda: Sequence[str]
    said: str
    address: str


def meeting_mail(kind: NoticeKind, meeting: MailedMeeting) -> tuple[str, str]:
    """Subject and text of a mail about a meeting, in the current language."""
    subject = _(
        "[%(council)s] %(what)s: %(meeting)s",
        council=meeting.council,
        what=_SUBJECTS[kind],
        meeting=meeting.name,
    )
    blocks = (
        str(_FIRST[kind]),
        "\n".join(_facts(kind, meeting)),
        "\n".join([_("Agenda"), *meeting.agenda]) if meeting.agenda else "",
        meeting.said,
        _("The page of the meeting, with its papers:") + f"\n{meeting.address}",
        _last(kind),
    )
    return subject, "\n\n".join(block for block in blocks if block) + "\n"


def _facts(kind: NoticeKind, meeting: MailedMeeting) -> list[str]:
    named = [meeting.name, meeting.title]
    if kind is NoticeKind.WRITTEN_OPENED:
        return [*named, _("Last day: %(day)s", day=deadline_words(meeting.ends_at))]
    when = _("Date and time: %(span)s", span=span_words(meeting.starts_at, meeting.ends_at))
    return [*named, when, _("Place: %(place)s", place=meeting.place)]


def _last(kind: NoticeKind) -> str:
    if kind is NoticeKind.MEETING_CANCELLED:
        return _("The file that comes with this mail takes the meeting out of your calendar.")
    return _(
        "The file that comes with this mail enters the meeting into your calendar, or changes it there. What you"
        " answer to this mail is not read."
    )
