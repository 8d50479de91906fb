"""The document number of minutes: the next of the council's register, given once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.calendar import tokyo_date
from app.domain.fiscal import fiscal_year
from app.domain.numbering import format_minutes_number
from app.extensions import db
from app.models import Minutes, MinutesNumber, MinutesSeries
from app.queries.council import the_council


def number_minutes(minutes: Minutes, at: datetime) -> MinutesNumber:
    """The number of locked minutes; the next of the fiscal year where they have none yet."""
    if minutes.numbered is None:
        year = fiscal_year(tokyo_date(at), the_council().fiscal_year_start_month)
        serial = _next_serial(year)
        minutes.numbered = MinutesNumber(
            fiscal_year=year, serial=serial, number=format_minutes_number(year, serial), given_at=at
        )
    return minutes.numbered


def _next_serial(year: int) -> int:
    """The next number of a fiscal year; its row stays locked until the commit, so no number is lost."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(MinutesSeries).values(fiscal_year=year, last_serial=0)
    db.session.execute(first.on_conflict_do_nothing())
    series = db.session.scalars(
        select(MinutesSeries)
        .where(MinutesSeries.fiscal_year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    series.last_serial += 1
    return series.last_serial
