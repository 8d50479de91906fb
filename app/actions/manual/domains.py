"""The domains as the parts of the manual: named, ordered, removed; and the chapters that belong to each."""

from typing import Any

from sqlalchemy import func, select

from app.actions.events import record
from app.actions.manual.order import exchange
from app.domain.events import EventKind
from app.domain.manual import DomainAct
from app.domain.texts import normalise_line
from app.extensions import db
from app.models import Domain, Group, User
from app.policies.manual import may_write_manual
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.groups import group_of_code, lock_group
from app.queries.manual.domains import (
    groups_of,
    introduction_of,
    lock_domains,
    locked_domain,
    names_state,
    removable,
    short_name_in_use,
)


def rename_domain(
    code: str,
    actor: User,
    *,
    name_ja: str,
    name_en: str,
    short_name_ja: str,
    seen: str | None = None,
) -> Domain:
    """Give a domain other names; what was numbered and published keeps the old ones (D1, M1).

    Nothing changed is nothing recorded (L7). seen is the state the form was rendered from.
    """
    ensure(may_write_manual(actor))
    domain = locked_domain(code, lock_domains())
    if seen is not None and seen != names_state(domain):
        raise Invalid("name_ja", "domain_changed_meanwhile")
    names = {"name_ja": name_ja, "name_en": name_en, "short_name_ja": short_name_ja}
    before = {name: getattr(domain, name) for name in names}
    after = {name: _said(name, value) for name, value in names.items()}
    if short_name_in_use(after["short_name_ja"], domain):
        raise Invalid("short_name_ja", "short_name_in_use")
    changed = [name for name in names if before[name] != after[name]]
    for name in changed:
        setattr(domain, name, after[name])
    if changed:
        _note(DomainAct.RENAMED, actor, domain, before={name: before[name] for name in changed})
    return domain


def move_domain(code: str, actor: User, *, up: bool) -> None:
    """Let a domain change places with its neighbour, with all its chapters; at the end of the row nothing happens."""
    ensure(may_write_manual(actor))
    row = lock_domains()
    domain = locked_domain(code, row)
    if exchange(row, row.index(domain), up=up):
        _note(DomainAct.MOVED, actor, domain, up=up)


def remove_domain(code: str, actor: User) -> None:
    """Take away a domain to which nothing refers any more; published editions keep its names (M1)."""
    ensure(may_write_manual(actor))
    domain = locked_domain(code, lock_domains())
    ensure(removable(domain))
    introduction = introduction_of(domain)
    _note(DomainAct.REMOVED, actor, domain, before={"body": introduction.body} if introduction else None)
    if introduction is not None:
        db.session.delete(introduction)
        db.session.flush()
    db.session.delete(domain)


def move_chapter(code: str, actor: User, *, up: bool) -> None:
    """Let a group's chapter change places with its neighbour of the same domain."""
    ensure(may_write_manual(actor))
    lock_domains()
    group = _locked_group(code)
    row = groups_of(group.domain)
    if exchange(row, row.index(group), up=up):
        _note(DomainAct.CHAPTER_MOVED, actor, group.domain, group=group.code, up=up)


def move_to_domain(code: str, actor: User, *, domain: str) -> Group:
    """Let a group, and its chapter with it, belong to another domain, as its last one.

    Its code and the numbers of its differences and decisions stay; later decisions are numbered in the new one (D1).
    """
    ensure(may_write_manual(actor))
    target = locked_domain(domain, lock_domains())
    group = _locked_group(code)
    if group.domain is target:
        return group
    before = {"domain": group.domain.code}
    group.domain, group.position = target, (db.session.scalar(select(func.max(Group.position))) or 0) + 1
    after = {"group": group.code, "domain": target.code}
    record(EventKind.GROUP_CHANGED, actor=actor, subject=group, group=group, before=before, after=after)
    return group


def _locked_group(code: str) -> Group:
    group = group_of_code(code.upper())
    if group is None:
        raise NotFound
    return lock_group(group.id)


def _said(field: str, name: str) -> str:
    name = normalise_line(name)
    if not name:
        raise Invalid(field, "required")
    return name


def _note(
    act: DomainAct, actor: User, domain: Domain, before: dict[str, Any] | None = None, **facts: Any
) -> None:
    names = {"name_ja": domain.name_ja, "name_en": domain.name_en, "short_name_ja": domain.short_name_ja}
    after = {"act": act.value, "domain": domain.code, **names, **facts}
    record(EventKind.DOMAIN_CHANGED, actor=actor, subject=domain, before=before, after=after)
