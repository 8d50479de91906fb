"""The rates of postage: those the product knows, and over them those that the secretariat added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.domain.postage import KNOWN, PostalItem, Rate, rate_on
from app.extensions import db
from app.models import PostageRate, User
from app.policies.savings import may_keep_rates
from app.policies.verdicts import Verdict


@dataclass(frozen=True)
class RatesPage:
    """Every item with its rate on each day on which one changed, the newest day first; and who added which."""

    days: tuple[date, ...]
    rates: dict[PostalItem, dict[date, int | None]]
    added: Sequence[PostageRate]
    may_keep: Verdict


def postage_rates() -> list[Rate]:
    """All rates; one that was added here takes the place of a known one of the same item and day (D11)."""
    known = {(rate.item, rate.since): rate for rate in KNOWN}
    known |= {(row.item, row.since): Rate(row.item, row.since, row.yen) for row in _added()}
    return sorted(known.values(), key=lambda rate: (rate.item, rate.since))


def rates_page(viewer: User) -> RatesPage:
    """What the page of the rates shows."""
    rates = postage_rates()
    days = tuple(sorted({rate.since for rate in rates}, reverse=True))
    return RatesPage(
        days,
        {item: {day: rate_on(rates, item, day) for day in days} for item in PostalItem},
        _added(),
        may_keep_rates(viewer),
    )


def rate_added(item: PostalItem, since: date) -> PostageRate | None:
    """The rate of an item that was added here for a day."""
    statement = select(PostageRate).where(PostageRate.item == item, PostageRate.since == since)
    return db.session.scalars(statement).one_or_none()


def _added() -> Sequence[PostageRate]:
    return db.session.scalars(select(PostageRate).order_by(PostageRate.since.desc(), PostageRate.item)).all()
