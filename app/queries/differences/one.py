"""One difference: found for a reader by its number, or locked for an act."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.clock import now
from app.domain.numbering import parse_difference_number
from app.extensions import db
from app.models import Difference, Group, User
from app.policies.standing import reads
from app.policies.verdicts import NotFound


def difference_named(number: str, viewer: User) -> Difference:
    """The difference of a number typed in any width or case; NotFound where the viewer may not know of it."""
    found = db.session.scalars(_by_number(number)).one_or_none()
    if found is None or not reads(viewer, found.group, now()):
        raise NotFound
    return found


def lock_difference(number: str) -> Difference:
    """The difference as committed now, locked until the transaction ends; NotFound where there is none (L2)."""
    return _locked(_by_number(number))


def lock_difference_by_id(difference_id: int) -> Difference:
    """lock_difference for those who hold its id."""
    return _locked(_with_cities(select(Difference).where(Difference.id == difference_id)))


def lock_pair(number: str, other: str) -> tuple[Difference, Difference]:
    """Two differences, locked in the order of their ids so that two merges cannot block each other."""
    wanted = [_canonical(number), _canonical(other)]
    rows = db.session.scalars(
        _with_cities(select(Difference).where(Difference.number.in_(wanted)))
        .order_by(Difference.id)
        .with_for_update(of=Difference)
        .execution_options(populate_existing=True)
    ).unique()
    found = {difference.number: difference for difference in rows}
    if any(name not in found for name in wanted):
        raise NotFound
    return found[wanted[0]], found[wanted[1]]


def _locked(statement: Select[Difference]) -> Difference:
    locking = statement.with_for_update(of=Difference).execution_options(populate_existing=True)
    difference = db.session.scalars(locking).one_or_none()
    if difference is None:
        raise NotFound
    return difference


def _by_number(number: str) -> Select[Difference]:
    return _with_cities(select(Difference).where(Difference.number == _canonical(number)))


def _canonical(number: str) -> str:
    parsed = parse_difference_number(number)
    if parsed is None:
        raise NotFound
    return str(parsed)


def _with_cities(statement: Select[Difference]) -> Select[Difference]:
    return statement.options(joinedload(Difference.group).selectinload(Group.cities))
