"""Notices to a person: how many are unread, and the inbox."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Notice, User
from app.queries.paging import Page, page_of


def unread_notices(person: User) -> int:
    """How many notices a person has not read."""
    unread = select(func.count()).where(Notice.user_id == person.id, Notice.read_at.is_(None))
    return db.session.scalar(unread) or 0


def inbox(person: User, page: int) -> Page[Notice]:
    """A person's notices, newest first."""
    statement = (
        select(Notice)
        .where(Notice.user_id == person.id)
        .options(joinedload(Notice.difference))
        .order_by(Notice.id.desc())
    )
    return page_of(statement, page)
