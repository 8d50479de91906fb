"""Who answers and closes an inquiry; nobody once it is closed."""

from datetime import UTC, datetime

import pytest

from app.domain.roles import RoleKind, UserKind
from app.models import Group, GroupRole, Inquiry, User
from app.policies.inquiries import may_ask, may_close, may_reply

AT = datetime(2026, 11, 28, tzinfo=UTC)
GROUP = Group(id=1, active=True)


def _person(role: RoleKind | None = None, kind: UserKind = UserKind.CITY, id: int = 1) -> User:
    roles = [GroupRole(group_id=1, kind=role, since=AT)] if role else []
    return User(id=id, kind=kind, roles=roles)


def _inquiry(closed: bool = False) -> Inquiry:
    return Inquiry(group=GROUP, asker_id=99, closed_at=AT if closed else None)


@pytest.mark.parametrize(
    ("person", "answers"),
    [
        (_person(RoleKind.REPRESENTATIVE), True),
        (_person(RoleKind.DEPUTY), True),
        (_person(RoleKind.MEMBER), True),
        (_person(RoleKind.CHAIR), True),
        (_person(kind=UserKind.SECRETARIAT), True),
        (_person(id=99), True),
        (_person(id=99, kind=UserKind.PARTNER), False),
        (_person(RoleKind.OBSERVER), False),
        (_person(RoleKind.PARTNER, UserKind.PARTNER), False),
        (_person(), False),
    ],
)
def test_the_group_answers_and_the_asker_asks_further(person: User, answers: bool) -> None:
    assert bool(may_reply(person, _inquiry(), AT)) is answers


@pytest.mark.parametrize(
    ("person", "closes"),
    [
        (_person(id=99), True),
        (_person(kind=UserKind.SECRETARIAT), True),
        (_person(RoleKind.CHAIR), False),
        (_person(RoleKind.REPRESENTATIVE), False),
    ],
)
def test_the_asker_and_the_secretariat_close(person: User, closes: bool) -> None:
    assert bool(may_close(person, _inquiry(), AT)) is closes


def test_a_closed_inquiry_takes_nothing_more() -> None:
    secretary = _person(kind=UserKind.SECRETARIAT)
    codes = {may(secretary, _inquiry(closed=True), AT).code for may in (may_reply, may_close)}
    assert codes == {"inquiry_is_closed"}


def test_partners_ask_in_their_groups_alone_and_nobody_where_the_group_has_ended() -> None:
    assert may_ask(_person(RoleKind.PARTNER, UserKind.PARTNER), GROUP, AT)
    assert not may_ask(_person(kind=UserKind.PARTNER), GROUP, AT)
    assert not may_ask(_person(), Group(id=2, active=False), AT)
