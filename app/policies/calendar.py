"""Who makes an address for the own calendar, and what such an address still opens."""

from app.models import CalendarLink, User
from app.policies.verdicts import ALLOWED, Verdict, not_now, not_this_person

MOST_LINKS = 20


def may_subscribe(person: User, links: int) -> Verdict:
    """Everybody with an open account, up to a number of addresses that have not been revoked."""
    if not person.active:
        return not_this_person("account_closed")
    return not_now("too_many_calendar_links", count=MOST_LINKS) if links >= MOST_LINKS else ALLOWED


def may_read_calendar(link: CalendarLink) -> Verdict:
    """Whether an address still opens: not revoked, of an open account (A2)."""
    return ALLOWED if link.revoked_at is None and link.user.active else not_now("link_gone")
