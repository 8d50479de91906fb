"""What is agreed but not in use yet, as a spreadsheet (M10, M11)."""

from collections.abc import Sequence
from datetime import date

from app.exports.spreadsheet import Sheet
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.models import AdoptionItem
from app.wording import label


def open_items_sheet(items: Sequence[AdoptionItem], today: date) -> Sheet:
    """The open items as they are shown, one a row."""
    header = (
        _("Due"),
        _("City"),
        _("What is to be done"),
        pgettext("adoption", "Details"),
        _("Number of the decision"),
        pgettext("decision", "Title"),
        pgettext("difference", "Number"),
        _("Working group"),
        pgettext("proposal", "In effect from"),
        _("Overdue"),
    )
    locale = current_locale()
    rows = [
        (
            item.due_on,
            item.city.name(locale),
            label(item.kind),
            item.task,
            item.decision.number,
            item.decision.title,
            item.decision.difference.number,
            item.decision.group.name(locale),
            item.decision.effective_on,
            _("Overdue") if item.due_on < today else "",
        )
        for item in items
    ]
    return Sheet(_("Agreed but not in use yet"), header, rows)
