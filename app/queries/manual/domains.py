"""The domains as the parts of the manual: their order, their chapters, and what a domain still holds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.domain.hashing import canonical_json, digest
from app.extensions import db
from app.models import Decision, Domain, DomainIntroduction, Group, Route
from app.policies.manual import may_remove_domain
from app.policies.verdicts import NotFound, Verdict
from app.queries.council import domain_named, domains
from app.queries.groups import all_groups, group_of_code


@dataclass(frozen=True)
class DomainLine:
    """A domain with its chapters in their order, and whether something stands before them."""

    domain: Domain
    groups: tuple[Group, ...]
    introduced: bool


@dataclass(frozen=True)
class DomainPage:
    """A domain to be ordered, those a chapter can go to instead, and whether it can be removed."""

    domain: Domain
    introduction: str
    groups: tuple[Group, ...]
    others: tuple[Domain, ...]
    may_remove: Verdict


def domain_lines() -> list[DomainLine]:
    """Every domain in order, those without a chapter too."""
    groups: defaultdict[int, list[Group]] = defaultdict(list)
    for group in all_groups():
        groups[group.domain_id].append(group)
    introduced = set(db.session.scalars(select(DomainIntroduction.domain_id)))
    return [DomainLine(domain, tuple(groups[domain.id]), domain.id in introduced) for domain in domains()]


def domain_page(code: str) -> DomainPage:
    """One domain with its chapters; NotFound where there is none of that code."""
    domain = domain_named(code)
    others = tuple(other for other in domains() if other is not domain)
    written = introduction_of(domain)
    body = written.body if written else ""
    return DomainPage(domain, body, tuple(groups_of(domain)), others, removable(domain))


def groups_of(domain: Domain) -> Sequence[Group]:
    """The groups of a domain, closed ones too, in the order of their chapters."""
    statement = select(Group).where(Group.domain_id == domain.id).order_by(Group.position, Group.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).unique().all()


def domain_of_group(code: str) -> str:
    """The code of the domain to which a group belongs; NotFound where there is no such group."""
    group = group_of_code(code.upper())
    if group is None:
        raise NotFound
    return group.domain.code


def removable(domain: Domain) -> Verdict:
    """Whether nothing refers to a domain any more."""
    counted = (_count(table, domain) for table in (Group, Decision, Route))
    return may_remove_domain(*counted)


def lock_domains() -> list[Domain]:
    """Every domain in order, locked for a change: whoever orders them waits for the others.

    A row that refers to a domain can still be written meanwhile, such as a decision.
    """
    statement = select(Domain).order_by(Domain.id).with_for_update(key_share=True)
    found = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    return sorted(found, key=lambda domain: (domain.position, domain.id))


def locked_domain(code: str, row: Sequence[Domain]) -> Domain:
    """The domain of a code among those that were locked; NotFound where it is gone."""
    domain = next((domain for domain in row if domain.code == code), None)
    if domain is None:
        raise NotFound
    return domain


def names_state(domain: Domain) -> str:
    """What a form that names a domain was rendered from, so that two do not write over each other."""
    return digest(canonical_json([domain.name_ja, domain.name_en, domain.short_name_ja]))


def introduction_of(domain: Domain) -> DomainIntroduction | None:
    """What stands before the chapters of a domain in the coming edition; None for nothing."""
    return db.session.get(DomainIntroduction, domain.id, populate_existing=True)


def introduction_state(body: str) -> str:
    """What a form that writes an introduction was rendered from."""
    return digest(canonical_json([body]))


def short_name_in_use(short_name: str, domain: Domain | None) -> bool:
    """Whether another domain has a short name, or has numbered a decision with it: no number comes twice (D1)."""
    other = Domain.id != domain.id if domain else Domain.id.is_not(None)
    has = select(Domain.id).where(other, Domain.short_name_ja == short_name).limit(1)
    numbered = (
        select(Decision.id)
        .join(Decision.domain)
        .where(other, Decision.number.contains(f" {short_name}-", autoescape=True))
        .limit(1)
    )
    return any(db.session.scalar(each) is not None for each in (has, numbered))


def _count(table: type[Any], domain: Domain) -> int:
    statement = select(func.count()).select_from(table).where(table.domain_id == domain.id)
    return db.session.scalar(statement) or 0
