"""Telling people: a notice in the platform, and a mail to send after the commit."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.domain.notices import NoticeKind
from app.extensions import db
from app.models import Difference, Notice, User
from app.models.base import Base, row_id


def notify(
    people: Iterable[User],
    kind: NoticeKind,
    *,
    subject: Base,
    difference: Difference | None = None,
    key: str = "",
    **facts: Any,
) -> None:
    """Tell each person once: a second call with the same key tells nobody (B15, B26). facts are JSON values."""
    db.session.flush()
    subject_id = row_id(subject)
    full_key = f"{kind.value}:{type(subject).__tablename__}:{subject_id}:{key}"
    wanted = {person.id for person in people if person.active}
    told = set(
        db.session.scalars(select(Notice.user_id).where(Notice.key == full_key, Notice.user_id.in_(wanted)))
    )
    for user_id in sorted(wanted - told):
        db.session.add(_notice(user_id, kind, full_key, subject, subject_id, difference, facts))


def _notice(
    user_id: int,
    kind: NoticeKind,
    key: str,
    subject: Base,
    subject_id: int,
    difference: Difference | None,
    facts: Mapping[str, Any],
) -> Notice:
    return Notice(
        user_id=user_id,
        kind=kind,
        key=key,
        difference_id=difference.id if difference else None,
        subject_type=type(subject).__tablename__,
        subject_id=subject_id,
        facts=dict(facts),
        created_at=now(),
    )


def mark_read(person: User, notice_id: int | None = None) -> int:
    """Note that a person has read one of their notices, or all of them; how many were unread."""
    unread = select(Notice).where(Notice.user_id == person.id, Notice.read_at.is_(None))
    if notice_id is not None:
        unread = unread.where(Notice.id == notice_id)
    notices = db.session.scalars(unread).all()
    for notice in notices:
        notice.read_at = now()
    return len(notices)
