"""The accounts a demo offers to sign in as: by side, then by section, so that colleagues of all cities are found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.roles import RoleKind, UserKind
from app.extensions import db
from app.models import City, Group, GroupRole, Post, User

_SIDES = (UserKind.SECRETARIAT, UserKind.CITY, UserKind.PARTNER)


@dataclass(frozen=True)
class DemoPerson:
    """A demo account, the kinds of role it holds, and its managerial posts."""

    person: User
    kinds: Sequence[RoleKind]
    posts: Sequence[Post]


@dataclass(frozen=True)
class DemoSection:
    """The people of one section with the codes of the groups they work in."""

    name: str
    codes: Sequence[str]
    people: Sequence[DemoPerson]


@dataclass(frozen=True)
class DemoSide:
    """The demo accounts of one side: the secretariat, one city, or the partners."""

    kind: UserKind
    city: City | None
    sections: Sequence[DemoSection]


def demo_sides(at: datetime) -> list[DemoSide]:
    """Everybody a demo offers: the secretariat, cities by code, partners; sections in the order of their groups."""
    options = selectinload(User.roles).joinedload(GroupRole.group), selectinload(User.holdings)
    statement = select(User).where(User.active).options(*options)
    people = sorted(db.session.scalars(statement.order_by(User.id)).unique(), key=_side)
    return [_demo_side(list(found), at) for _side_of, found in groupby(people, key=_side)]


def _side(person: User) -> tuple[int, str]:
    return _SIDES.index(person.kind), person.city.code if person.city else ""


def _demo_side(people: Sequence[User], at: datetime) -> DemoSide:
    by_section: dict[str, list[User]] = {}
    for person in people:
        alone = not _groups([person], at) and len([p for p in people if p.section == person.section]) == 1
        by_section.setdefault("" if alone else person.section, []).append(person)
    ordered = sorted(by_section.items(), key=lambda item: _place(_groups(item[1], at)))
    sections = [
        DemoSection(name, [group.code for group in _groups(found, at)], _in_order(found, at))
        for name, found in ordered
    ]
    return DemoSide(people[0].kind, people[0].city, sections)


def _groups(people: Iterable[User], at: datetime) -> list[Group]:
    groups = {role.group for person in people for role in person.roles if role.held_at(at)}
    return sorted(groups, key=lambda group: (group.position, group.id))


def _place(groups: Sequence[Group]) -> tuple[bool, int]:
    return not groups, groups[0].position if groups else 0


def _in_order(people: Iterable[User], at: datetime) -> list[DemoPerson]:
    kinds = list(RoleKind)
    found = [_demo_person(person, at) for person in people]
    return sorted(found, key=lambda each: kinds.index(each.kinds[0]) if each.kinds else len(kinds))


def _demo_person(person: User, at: datetime) -> DemoPerson:
    held = {role.kind for role in person.roles if role.held_at(at)}
    return DemoPerson(person, [kind for kind in RoleKind if kind in held], person.posts_at(at))
