"""What is locked while an edition is cut, and who is told of it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Decision, Difference, Group, GroupRole, User
from app.queries.roles import BY_NAME


def lock_decided_differences() -> dict[int, Difference]:
    """Every difference with a decision, by id: locked in the order of ids, as everybody locks several (L2)."""
    statement = (
        select(Difference)
        .where(select(Decision.id).where(Decision.difference_id == Difference.id).exists())
        .order_by(Difference.id)
        .with_for_update(of=Difference)
        .execution_options(populate_existing=True)
    )
    return {difference.id: difference for difference in db.session.scalars(statement).unique()}


def people_of_groups(codes: Collection[str], at: datetime) -> list[User]:
    """The active people with a role in any of the groups, each once."""
    statement = (
        select(User)
        .where(
            User.active,
            User.id.in_(
                select(GroupRole.user_id)
                .join(Group, Group.id == GroupRole.group_id)
                .where(
                    Group.code.in_(codes),
                    GroupRole.since <= at,
                    or_(GroupRole.until.is_(None), GroupRole.until > at),
                )
            ),
        )
        .order_by(User.id)
        .options(*BY_NAME)
    )
    return list(db.session.scalars(statement).unique())


def group_ids(codes: Collection[str]) -> dict[str, int]:
    """The ids of groups by their codes."""
    rows = db.session.execute(select(Group.code, Group.id).where(Group.code.in_(codes)))
    return {row.code: row.id for row in rows}
