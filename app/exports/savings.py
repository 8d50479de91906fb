"""The register of savings as a spreadsheet: one row for each saving of a city (M11)."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.exports.spreadsheet import Cell, Sheet
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.models import City, Domain, Group
from app.queries.savings.entries import SavingEntry
from app.wording import label
from app.wording.decisions import fiscal_year_words


def savings_sheet(
    entries: Iterable[SavingEntry],
    domains: Iterable[Domain],
    groups: Iterable[Group],
    cities: Iterable[City],
) -> Sheet:
    """Every entry with its names; the year is the one it counts from."""
    names: list[Mapping[Any, str]] = [
        {thing.id: thing.name(current_locale()) for thing in things} for things in (domains, groups, cities)
    ]
    header = (
        pgettext("saving", "State"),
        _("Fiscal year"),
        _("Domain"),
        _("Working group"),
        _("City"),
        pgettext("decision", "Number"),
        pgettext("decision", "Title"),
        pgettext("saving", "Yen"),
    )
    return Sheet(_("Savings"), header, [_row(entry, *names) for entry in entries])


def _row(
    entry: SavingEntry, domains: Mapping[Any, str], groups: Mapping[Any, str], cities: Mapping[Any, str]
) -> tuple[Cell, ...]:
    amount = entry.amount
    return (
        label(entry.state),
        fiscal_year_words(amount.since),
        domains[amount.domain_id],
        groups[amount.group_id],
        cities.get(amount.city_id, _("All cities together")),
        entry.number,
        entry.title,
        amount.yen,
    )
