"""Domains and working groups: added, changed, closed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from app.actions.events import record
from app.actions.keys import claim_key
from app.domain.events import EventKind
from app.extensions import db
from app.models import Domain, Group, StandardBusiness, User
from app.policies.council import check_domain_code, check_group_code
from app.policies.groups import may_close_group
from app.policies.standing import may_administer
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import standard_businesses
from app.queries.groups import differences_in_work, group_of_code, lock_group
from app.queries.manual.domains import lock_domains, short_name_in_use


def add_domain(actor: User, *, code: str, name_ja: str, name_en: str, short_name_ja: str) -> Domain:
    """Add a domain after the others; its short name stands in the numbers of decisions (D1)."""
    ensure(may_administer(actor))
    check_domain_code(code)
    names = {"name_ja": name_ja, "name_en": name_en, "short_name_ja": short_name_ja}
    _check_names(names)
    if any(domain.code == code for domain in lock_domains()):
        raise Invalid("code", "code_exists", code=code)
    if short_name_in_use(short_name_ja, None):
        raise Invalid("short_name_ja", "short_name_in_use")
    position = (db.session.scalar(select(func.max(Domain.position))) or 0) + 1
    domain = Domain(code=code, position=position, **names)
    db.session.add(domain)
    record(EventKind.COUNCIL_CHANGED, actor=actor, subject=domain, after={"domain": code, **names})
    return domain


def add_standard_business(actor: User, name: str) -> StandardBusiness:
    """Add a business of the national standard; the same name gives the same one."""
    ensure(may_administer(actor))
    _check_names({"name": name})
    known = next((each for each in standard_businesses() if each.name == name), None)
    if known:
        return known
    business = StandardBusiness(name=name)
    db.session.add(business)
    record(EventKind.COUNCIL_CHANGED, actor=actor, subject=business, after={"standard_business": name})
    return business


def add_group(
    actor: User,
    *,
    domain_id: int,
    code: str,
    name_ja: str,
    name_en: str,
    standard_ids: Sequence[int] = (),
    key: str = "",
) -> Group:
    """Add a working group to a domain; its code begins the numbers of its differences. The same form adds one."""
    ensure(may_administer(actor))
    domain = db.session.get(Domain, domain_id)
    if domain is None:
        raise NotFound
    check_group_code(code, domain)
    known = group_of_code(code)
    if not claim_key(key, actor) and known:
        return known
    if known:
        raise Invalid("code", "code_exists", code=code)
    _check_names({"name_ja": name_ja, "name_en": name_en})
    group = Group(
        code=code, domain=domain, name_ja=name_ja, name_en=name_en, position=_next_position(), active=True
    )
    group.standards = _standards(standard_ids)
    db.session.add(group)
    record(EventKind.GROUP_CHANGED, actor=actor, subject=group, group=group, after=_facts(group))
    return group


def change_group(
    group_id: int,
    actor: User,
    *,
    name_ja: str,
    name_en: str,
    standard_ids: Sequence[int],
    active: bool,
) -> Group:
    """Change a group's names and standard businesses, or close it; nothing changed is nothing recorded (L7)."""
    ensure(may_administer(actor))
    group = lock_group(group_id)
    _check_names({"name_ja": name_ja, "name_en": name_en})
    if group.active and not active:
        _check_closing(group)
    before = _facts(group)
    group.name_ja, group.name_en, group.active = name_ja, name_en, active
    group.standards = _standards(standard_ids)
    after = _facts(group)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        record(
            EventKind.GROUP_CHANGED,
            actor=actor,
            subject=group,
            group=group,
            before={name: before[name] for name in changed},
            after={"group": group.code} | {name: after[name] for name in changed},
        )
    return group


def _check_closing(group: Group) -> None:
    verdict = may_close_group(differences_in_work(group))
    if not verdict:
        raise Invalid("active", verdict.code, **verdict.params)


def _check_names(names: dict[str, str]) -> None:
    for field, name in names.items():
        if not name.strip():
            raise Invalid(field, "required")


def _next_position() -> int:
    return (db.session.scalar(select(func.max(Group.position))) or 0) + 1


def _standards(ids: Sequence[int]) -> list[StandardBusiness]:
    return [business for business in standard_businesses() if business.id in set(ids)]


def _facts(group: Group) -> dict[str, Any]:
    return {
        "group": group.code,
        "domain": group.domain.code,
        "name_ja": group.name_ja,
        "name_en": group.name_en,
        "standards": [business.name for business in group.standards],
        "active": group.active,
    }
