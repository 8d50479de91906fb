"""Mail about a meeting to those who are called to it, with the meeting as a file for their calendars.

It says what every reader of the group reads on the page of the meeting: nothing of a caucus (A1), of positions (B40)
or of papers, which may be redacted later (A5).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.actions.mail import Enclosure, Letter, mail_each
from app.domain.notices import NoticeKind
from app.domain.reading import reading
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import Meeting, User
from app.queries.council import the_council
from app.queries.meetings.convening import called_ids
from app.queries.meetings.people import invited
from app.wording import label
from app.wording.meeting_mail import MailedMeeting, meeting_mail
from app.wording.planning import agenda_line


@dataclass(frozen=True)
class Stationery:
    """What mail about a meeting needs from outside: the address of its page, and its file for calendars.

    An act that is given none mails nobody, as when a council is loaded from a file.
    """

    address_of: Callable[[Meeting], str]
    enclose: Callable[[Meeting, datetime], Enclosure]


def mail_about(
    meeting: Meeting,
    people: Iterable[User],
    kind: NoticeKind,
    at: datetime,
    stationery: Stationery | None,
    *,
    said: str = "",
) -> None:
    """Mail each person once for this state of the meeting; said is the message or reason, in Markdown."""
    if stationery is None:
        return

    def write() -> Letter:
        words = _words(meeting, stationery.address_of(meeting), said)
        return Letter(*meeting_mail(kind, words), stationery.enclose(meeting, at))

    mail_each(people, f"{kind.value}:{meeting.id}:{meeting.serial}", write)


def mail_called(
    meeting: Meeting, kind: NoticeKind, at: datetime, stationery: Stationery | None, *, said: str = ""
) -> None:
    """Mail those whom a notice has called, as far as they would be called today (A2)."""
    called = called_ids(meeting)
    mail_about(
        meeting,
        [person for person in invited(meeting, at) if person.id in called],
        kind,
        at,
        stationery,
        said=said,
    )


def _words(meeting: Meeting, address: str, said: str) -> MailedMeeting:
    locale = current_locale()
    group = meeting.group.name(locale)
    place = [label(meeting.held_as), meeting.place]
    return MailedMeeting(
        council=the_council().name(locale),
        name=_("%(group)s, meeting no. %(number)s", group=group, number=meeting.number),
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=" · ".join(part for part in place if part),
        agenda=[agenda_line(item.position, item.title, item.purpose) for item in meeting.agenda],
        said=reading(said),
        address=address,
    )
