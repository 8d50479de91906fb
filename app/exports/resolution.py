"""The comment resolution table as a spreadsheet (M11)."""

from app.exports.spreadsheet import Cell, Sheet
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.models import ProposalVersion
from app.queries.discussion.resolution import ResolutionRow, ResolutionTable
from app.wording import label


def resolution_sheet(table: ResolutionTable) -> Sheet:
    """Every row of the table, in the order in which things were said."""
    header = (
        pgettext("resolution", "No."),
        pgettext("resolution", "Kind"),
        pgettext("resolution", "Said on"),
        _("City"),
        pgettext("resolution", "Said by"),
        pgettext("resolution", "What was said"),
        _("What it is about"),
        pgettext("resolution", "State"),
        pgettext("resolution", "What became of it"),
        pgettext("resolution", "Answered by"),
        pgettext("resolution", "Resulting change"),
    )
    rows = [_row(place, row) for place, row in enumerate(table.rows, 1)]
    return Sheet(pgettext("resolution", "Comment resolution table"), header, rows)


def resolution_filename(table: ResolutionTable, ending: str) -> str:
    """EDU-02-001_意見対応表.xlsx"""
    return f"{table.difference.number}_{pgettext('resolution', 'Comment resolution table')}.{ending}"


def _row(place: int, row: ResolutionRow) -> tuple[Cell, ...]:
    return (
        place,
        label(row.kind),
        row.at,
        row.city.name(current_locale()) if row.city else "",
        row.by,
        row.said,
        _("Proposal %(number)s", number=row.proposal.number) if row.proposal else "",
        label(row.state),
        row.disposition,
        row.disposed_by,
        "\n".join(_version(version) for version in row.versions),
    )


def _version(version: ProposalVersion) -> str:
    return _(
        "Proposal %(proposal)s version %(version)s",
        proposal=version.proposal.number,
        version=version.number,
    )
