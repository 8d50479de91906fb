"""The calendar of all groups, one month at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for

from app.clock import now
from app.domain.calendar import SATURDAY, holiday_name, is_working_day, tokyo_date
from app.domain.months import Month, month_named, month_of
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import City, Domain, Group
from app.queries.council import cities
from app.queries.differences.lists import readable_groups
from app.queries.meetings.calendar import CalendarFilter, meetings_of_month
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import halfwidth
from app.web.meetings import blueprint

FILTERS = ("group", "domain", "city")


@dataclass(frozen=True)
class Choices:
    """What the calendar can be narrowed to."""

    groups: Sequence[Group]
    domains: Sequence[Domain]
    cities: Sequence[City]

    def filter(self, asked: dict[str, str]) -> CalendarFilter:
        """The filters of the address; what it does not know narrows nothing."""
        return CalendarFilter(
            group=next((group.code for group in self.groups if group.code == asked["group"]), ""),
            domain=next((domain.code for domain in self.domains if domain.code == asked["domain"]), ""),
            city_id=next((city.id for city in self.cities if city.code == asked["city"]), None),
        )


@blueprint.get("/meetings/calendar")
@signed_in
def calendar() -> str:
    """The meetings of ?month=, this month unless the address names one, in the groups that the viewer may read."""
    at, choices = now(), _choices()
    today, asked = tokyo_date(at), {name: request.args.get(name, "") for name in FILTERS}
    month = month_named(halfwidth(request.args.get("month")) or "") or month_of(today)
    meetings = meetings_of_month(month, choices.filter(asked), viewer(), at)
    words = {day: _day_off(day) for week in month.weeks for day in week if day}
    return render_template(
        "meetings/calendar.html", month=month, meetings=meetings, words=words, today=today,
        asked=asked, choices=choices, address=_address,
    )  # fmt: skip


def _choices() -> Choices:
    groups = readable_groups(viewer(), now())
    return Choices(groups, list(dict.fromkeys(group.domain for group in groups)), cities())


def _day_off(day: date) -> str:
    """Why offices are closed on a day, in words; empty for a working day and a plain weekend (B28)."""
    name = holiday_name(day, current_locale())
    return name or ("" if is_working_day(day) or day.weekday() >= SATURDAY else _("Offices closed"))


def _address(month: Month | None) -> str:
    """The address of another month under the same filters; of the present one without a month."""
    kept: dict[str, Any] = {name: value for name in FILTERS if (value := request.args.get(name))}
    return url_for("meetings.calendar", **kept, month=str(month) if month else None)
