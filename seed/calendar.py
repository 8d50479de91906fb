"""Days of the demo, counted from the day it is loaded: working days at office hours in Tokyo."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.calendar import TOKYO, is_working_day, tokyo_date


@dataclass(frozen=True)
class Days:
    """The days around the loading of the demo."""

    loaded_at: datetime

    @property
    def today(self) -> date:
        """The day on which the demo is loaded, in Tokyo."""
        return tokyo_date(self.loaded_at)

    def at(self, days_from_today: int, hour: int = 10, minute: int = 0) -> datetime:
        """An hour of a day before (negative) or after today; a past day off moves to the next working day.

        Never later than the loading itself.
        """
        day = self.today + timedelta(days=days_from_today)
        while days_from_today < 0 and not is_working_day(day):
            day += timedelta(days=1)
        at = datetime.combine(day, time(hour, minute), TOKYO)
        return min(at, self.loaded_at) if days_from_today <= 0 else at

    def day(self, days_from_today: int) -> date:
        """A day before (negative) or after today."""
        return self.today + timedelta(days=days_from_today)
