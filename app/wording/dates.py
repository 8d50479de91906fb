"""Dates, instants, numbers and money in words of the current language, always in Asia/Tokyo."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from babel.numbers import format_decimal

from app.domain.wareki import format_wareki
from app.i18n import current_locale

TOKYO = ZoneInfo("Asia/Tokyo")
_DAYS_JA = "月火水木金土日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def tokyo(at: datetime) -> datetime:
    """An instant on the clock of Tokyo."""
    return at.astimezone(TOKYO)


def date_words(value: date | datetime | None) -> str:
    """2026年11月23日(月), or 2026-11-23 (Mon) in English; empty for None. An instant is taken in Tokyo."""
    if value is None:
        return ""
    day = tokyo(value).date() if isinstance(value, datetime) else value
    if current_locale() == "en":
        return f"{day.isoformat()} ({_DAYS_EN[day.weekday()]})"
    return f"{day.year}年{day.month}月{day.day}日({_DAYS_JA[day.weekday()]})"


def paper_date_words(value: date | datetime | None) -> str:
    """令和8年11月23日(月), as papers write a date; in English as everywhere; empty for None."""
    if value is None or current_locale() == "en":
        return date_words(value)
    day = tokyo(value).date() if isinstance(value, datetime) else value
    return f"{format_wareki(day)}({_DAYS_JA[day.weekday()]})"


def paper_day_words(value: date | datetime) -> str:
    """令和8年11月23日, as the tables of papers write a date; in English as data writes it."""
    day = tokyo(value).date() if isinstance(value, datetime) else value
    return day.isoformat() if current_locale() == "en" else format_wareki(day)


def paper_datetime_words(value: datetime | None) -> str:
    """令和8年11月23日(月) 17時00分, as papers write an instant; in English as everywhere; empty for None."""
    if value is None or current_locale() == "en":
        return datetime_words(value)
    return f"{paper_date_words(value)} {clock_words(value)}"


def clock_words(value: datetime) -> str:
    """17時05分: the time in Tokyo, as Japanese papers write it."""
    local = tokyo(value)
    return f"{local.hour}時{local.minute:02}分"


def month_words(day: date) -> str:
    """The month of a day: 2026年11月, or November 2026 in English."""
    return str(format_skeleton("yMMMM", day, locale=current_locale()))


def day_words(value: str | None) -> str:
    """A day that event facts keep as 2026-11-23, in words; empty for None."""
    return date_words(date.fromisoformat(value)) if value else ""


def last_day_words(value: datetime | None) -> str:
    """The last day of a span that ends before an instant, in words; empty for one without an end."""
    return date_words(value - timedelta(microseconds=1)) if value else ""


def datetime_words(value: datetime | None) -> str:
    """The date in words, then the time in Tokyo: 2026年11月23日(月) 17:00; JST is named in English."""
    if value is None:
        return ""
    zone = " JST" if current_locale() == "en" else ""
    return f"{date_words(value)} {tokyo(value):%H:%M}{zone}"


def time_words(value: datetime) -> str:
    """The time in Tokyo: 17:00; JST is named in English."""
    zone = " JST" if current_locale() == "en" else ""
    return f"{tokyo(value):%H:%M}{zone}"


def instant_words(value: str | None) -> str:
    """An instant that event facts keep in ISO form, in words; empty for None."""
    return datetime_words(datetime.fromisoformat(value)) if value else ""


def deadline_words(value: datetime | None) -> str:
    """A closing instant; a midnight is said as the end of the day before (B27)."""
    if value is None:
        return ""
    local = tokyo(value)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return datetime_words(value)
    day = date_words(date.fromordinal(local.date().toordinal() - 1))
    return f"{day} 24:00 JST" if current_locale() == "en" else f"{day} 24:00"


def kept_deadline_words(value: str) -> str:
    """A closing instant that event facts keep in ISO form."""
    return deadline_words(datetime.fromisoformat(value))


def iso_instant(value: datetime) -> str:
    """The instant for machines, such as the datetime attribute of <time>."""
    return value.astimezone(UTC).isoformat(timespec="seconds")


def number_words(value: int | None) -> str:
    """A whole number with its thousands separated; empty for None."""
    return "" if value is None else format_decimal(value, locale=current_locale())


def yen_words(value: int | None) -> str:
    """An amount of money: 1,234円, or ¥1,234 in English."""
    if value is None:
        return ""
    if current_locale() == "en":
        return f"-¥{number_words(-value)}" if value < 0 else f"¥{number_words(value)}"
    return f"{number_words(value)}円"
