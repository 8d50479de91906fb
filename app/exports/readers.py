"""Who has read the manual, as a spreadsheet (M10, M11)."""

from collections.abc import Sequence

from app.domain.calendar import tokyo_date
from app.exports.spreadsheet import Sheet
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.queries.manual.readers import ReaderLine


def readers_sheet(lines: Sequence[ReaderLine]) -> Sheet:
    """The lines as they are shown, one a row; the day is empty where a chapter is not read."""
    header = (
        _("City"),
        _("Section and post"),
        _("Name"),
        pgettext("manual", "Chapter"),
        _("Working group"),
        pgettext("reading", "Read on"),
    )
    locale = current_locale()
    rows = [
        (
            line.person.city.name(locale) if line.person.city else "",
            line.person.full_post,
            line.person.name,
            line.group.code,
            line.group.name(locale),
            tokyo_date(line.read_at) if line.read_at else None,
        )
        for line in lines
    ]
    return Sheet(pgettext("reading", "Readers"), header, rows)
