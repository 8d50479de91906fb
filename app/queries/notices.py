"""Notices to a person: how many are unread, and the inbox."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Edition, FileOrder, Group, Inquiry, Meeting, Notice, User
from app.queries.paging import Page, page_of

Named = Meeting | FileOrder | Inquiry | Edition | Group
NAMED: Mapping[str, type[Named]] = {
    model.__tablename__: model for model in (Meeting, FileOrder, Inquiry, Edition, Group)
}
"""What a notice names where it is not about a difference."""


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


def named(notices: Iterable[Notice]) -> dict[int, Named]:
    """What notices without a difference are about, by the notice's id: one statement for each kind of subject."""
    wanted: dict[str, dict[int, int]] = defaultdict(dict)
    for notice in notices:
        if notice.difference_id is None and notice.subject_type in NAMED:
            wanted[notice.subject_type][notice.id] = notice.subject_id
    found: dict[int, Named] = {}
    for table, subjects in wanted.items():
        rows = {row.id: row for row in _rows(NAMED[table], set(subjects.values()))}
        found |= {notice: rows[subject] for notice, subject in subjects.items() if subject in rows}
    return found


def _rows(model: type[Named], ids: set[int]) -> Iterable[Named]:
    if model is Inquiry:
        whole = (joinedload(Inquiry.group), joinedload(Inquiry.paragraph))
        return db.session.scalars(select(Inquiry).where(Inquiry.id.in_(ids)).options(*whole)).unique()
    found: Iterable[Any] = db.session.scalars(select(model).where(model.id.in_(ids))).unique()
    return found
