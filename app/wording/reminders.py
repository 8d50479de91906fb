"""Words of reminders."""

from app.domain.notices import NoticeKind
from app.domain.reminders import ReminderKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            NoticeKind.PRACTICE_DUE: _l("Reminder: your city has not stated its current practice yet"),
            NoticeKind.POSITION_DUE: _l("Reminder: your city has not taken a position in a ballot yet"),
            NoticeKind.TAKE_HOME_DUE: _l("Reminder: a take-home item is not done yet"),
            NoticeKind.SIGNATURE_WAITS: _l("Reminder: a matter still waits for your signature"),
            NoticeKind.MINUTES_WAIT: _l("Reminder: minutes still wait for your city's confirmation"),
            NoticeKind.MEETING_TO_PREPARE: _l("How far the cities are for the next meeting"),
            NoticeKind.HOLD_REVIEW_DUE: _l("Reminder: a difference on hold is to be looked at again"),
        }
    )
    words(
        {
            ReminderKind.SOON: _p("reminder", "Due soon"),
            ReminderKind.LAST_DAY: _p("reminder", "Due today"),
            ReminderKind.OVERDUE: _p("reminder", "Overdue"),
            ReminderKind.WAITING: _p("reminder", "Still waiting"),
            ReminderKind.DAY_BEFORE: _p("reminder", "The working day before"),
        },
        {ReminderKind.OVERDUE: "danger", ReminderKind.LAST_DAY: "warning"},
    )
