"""Words of downloads: what was ordered, formats, how far an order is, why there is no file, refusals."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.downloads import (
    Failure,
    FileFormat,
    MachineFault,
    Omission,
    OrderKind,
    OrderState,
)
from app.domain.meetings import MinutesLayout
from app.domain.notices import NoticeKind
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.i18n import pgettext
from app.wording.dates import date_words
from app.wording.registry import label, reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            OrderKind.EDITION: _p("download", "Edition of the manual"),
            OrderKind.MINUTES: _p("download", "Minutes"),
            FileFormat.PDF: _p("download", "PDF"),
            FileFormat.WORD: _p("download", "Word"),
            FileFormat.HTML: _p("download", "Web pages (ZIP)"),
            FileFormat.MARKDOWN: _p("download", "Markdown"),
            FileFormat.JSON: _p("download", "Data (JSON)"),
            OrderState.WAITING: _p("download", "Waiting"),
            OrderState.RUNNING: _p("download", "Being made"),
            OrderState.DONE: _p("download", "Ready"),
            OrderState.FAILED: _p("download", "Not made"),
            Failure.NOT_ALLOWED: _l("You may no longer read what you ordered."),
            Failure.NOTHING_THERE: _l("There is nothing left of what you ordered that you may read."),
            Failure.TOO_LARGE: _l(
                "It could not be set as PDF: it is too large, or holds something that cannot be set. "
                "Please take another format, or a smaller part."
            ),
            Failure.INTERRUPTED: _l("The work was interrupted several times. Please order the file again."),
            Failure.FAULT: _l(
                "An error occurred, and it was written into the log. Please order the file again; "
                "if it happens again, please tell the secretariat."
            ),
            MachineFault.STORAGE_FULL: _l(
                "There was no room left on the machine. Please tell the secretariat, and order the file again "
                "once there is room."
            ),
            MachineFault.NO_TYPESETTER: _l(
                "The program that sets PDF did not work on the machine. Please tell the secretariat; "
                "until it works again, please take another format."
            ),
            Omission.REFUSED: _l("It holds something that cannot be set as PDF."),
            Omission.PAST_LIMITS: _l("It is too large to be set as PDF."),
            NoticeKind.FILE_READY: _l("A file that you ordered is ready"),
            NoticeKind.FILE_INCOMPLETE: _l(
                "A file that you ordered is ready, but something is left out of it"
            ),
            NoticeKind.FILE_FAILED: _l("A file that you ordered could not be made"),
        },
        {
            OrderState.WAITING: "neutral",
            OrderState.RUNNING: "info",
            OrderState.DONE: "success",
            OrderState.FAILED: "danger",
        },
    )
    reasons(
        {
            "whole_edition_not_for_partners": _l(
                "A whole edition is for those who read every chapter. You can take the chapters of your groups."
            ),
            "too_many_file_orders": _l(
                "%(limit)s of your files are being made already. Please order again when one of them is ready."
            ),
            "file_holds_more_than_you_read": _l(
                "This file holds something that you may no longer read. Please order it again."
            ),
            "file_is_not_made_yet": _l("This file is not made yet."),
            "order_did_not_fail": _l("Only what could not be made is ordered again."),
            "no_minutes_to_file": _l("There are no minutes that you may read in this group and period."),
            "ends_before_it_begins": _l("The last day is before the first."),
        }
    )


def order_words(kind: OrderKind, facts: Mapping[str, Any]) -> str:
    """What was ordered, in one line."""
    if kind is OrderKind.EDITION:
        return _("Shared operations manual, edition %(number)s", number=facts["edition"])
    return _(
        "Minutes of %(group)s, %(period)s",
        group=facts["group"] or pgettext("download", "all working groups"),
        period=_period(facts["since"], facts["until"]),
    ) + _layout(MinutesLayout(facts["layout"]))


def _layout(layout: MinutesLayout) -> str:
    """The layout in brackets where it is not the usual one."""
    if layout is MinutesLayout.SUMMARY:
        return ""
    return pgettext("download", " (%(layout)s)", layout=label(layout))


def _period(since: str | None, until: str | None) -> str:
    first, last = (date_words(date.fromisoformat(day)) if day else "" for day in (since, until))
    if not first and not last:
        return pgettext("download", "all days")
    return pgettext("download", "%(since)s to %(until)s", since=first, until=last)
