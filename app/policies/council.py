"""Who may found a council, and what its settings and memberships have to keep to."""

import re
from collections.abc import Sequence
from datetime import datetime

from app.domain.municipality import is_valid_code
from app.domain.roles import MembershipKind
from app.models import City, Domain, Membership
from app.policies.verdicts import ALLOWED, Invalid, Verdict, not_now

_GROUP_CODE = re.compile(r"[A-Z]{2,8}-[0-9]{2}")
_DOMAIN_CODE = re.compile(r"[A-Z]{2,8}")


def may_found(*, founded: bool) -> Verdict:
    """One installation serves one council: it is founded once, by whoever runs the installation."""
    return not_now("founded_already") if founded else ALLOWED


def membership_fits(city: City, kind: MembershipKind | None, since: datetime) -> Verdict:
    """Whether a city can belong to the council in another way from an instant on; kind None is leaving."""
    last = _last(city.memberships)
    running = last if last and last.until is None else None
    if running and running.kind is kind:
        return not_now("membership_same", kind=kind)
    if kind is None and running is None:
        return not_now("not_a_city_of_council")
    if last and since <= last.since:
        return not_now("membership_too_early")
    if last and last.until and since < last.until:
        return not_now("membership_too_early")
    return ALLOWED


def _last(memberships: Sequence[Membership]) -> Membership | None:
    return max(memberships, key=lambda membership: membership.since, default=None)


def check_city_code(code: str) -> None:
    """Refuse a municipality code that is not six digits with the right check digit."""
    if not is_valid_code(code):
        raise Invalid("code", "city_code_wrong")


def check_domain_code(code: str) -> None:
    """Refuse a domain's code that could not begin the numbers of its groups."""
    if not _DOMAIN_CODE.fullmatch(code):
        raise Invalid("code", "domain_code_wrong")


def check_group_code(code: str, domain: Domain) -> None:
    """Refuse a group's code that is not its domain's code, a hyphen and two digits."""
    if not _GROUP_CODE.fullmatch(code):
        raise Invalid("code", "group_code_wrong", domain=domain.code)
    if code.partition("-")[0] != domain.code:
        raise Invalid("code", "group_code_of_domain", domain=domain.code)
