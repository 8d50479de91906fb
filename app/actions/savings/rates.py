"""The rates of postage, kept by the secretariat."""

from datetime import date

from app.actions.events import record
from app.clock import now
from app.domain.calendar import FIRST_YEAR, LAST_YEAR
from app.domain.events import EventKind
from app.domain.postage import PostalItem
from app.extensions import db
from app.models import PostageRate, User
from app.policies.savings import may_keep_rates
from app.policies.verdicts import Invalid, ensure
from app.queries.council import lock_council
from app.queries.savings.rates import rate_added

MAX_RATE = 100_000


def add_rate(actor: User, *, item: PostalItem, since: date, yen: int) -> PostageRate:
    """Enter what an item costs from a day on, or correct what was entered for that day; estimates made stay (D11)."""
    ensure(may_keep_rates(actor))
    if not FIRST_YEAR <= since.year <= LAST_YEAR:
        raise Invalid("since", "rate_day_unknown", first=FIRST_YEAR, last=LAST_YEAR)
    if not 0 < yen <= MAX_RATE:
        raise Invalid("yen", "rate_out_of_range", limit=MAX_RATE)
    lock_council()
    row = rate_added(item, since)
    before = row.yen if row else None
    if row is None:
        row = PostageRate(item=item, since=since)
        db.session.add(row)
    elif before == yen:
        return row
    row.yen, row.recorded_by_id, row.recorded_by_printed = yen, actor.id, actor.printed
    row.recorded_at = now()
    facts = {"item": item.value, "since": since.isoformat()}
    record(
        EventKind.POSTAGE_RATE_ENTERED,
        actor=actor,
        subject=row,
        before={**facts, "yen": before} if before is not None else {},
        after={**facts, "yen": yen},
    )
    return row
