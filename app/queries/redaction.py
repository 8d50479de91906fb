"""What is to be redacted: found for its page, or locked for the act."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, undefer

from app.clock import now
from app.extensions import db
from app.models import Attachment, City, Practice, PracticeRevision, User
from app.policies.standing import reads
from app.policies.verdicts import NotFound
from app.queries.differences import difference_named, lock_difference_by_id


def revision_seen(number: str, code: str, revision: int, viewer: User) -> PracticeRevision:
    """A revision of a city's practice; NotFound where the viewer may not know of it."""
    difference = difference_named(number, viewer)
    wanted = _revisions().where(
        Practice.difference_id == difference.id, City.code == code, PracticeRevision.number == revision
    )
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_revision(revision_id: int) -> PracticeRevision:
    """A revision as committed now, its difference locked first."""
    wanted = _revisions().where(PracticeRevision.id == revision_id)
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None:
        raise NotFound
    lock_difference_by_id(found.practice.difference_id)
    db.session.refresh(found)
    return found


def file_seen(attachment_id: int, viewer: User) -> Attachment:
    """A file of an open matter; NotFound where the viewer may not know of it."""
    found = db.session.scalars(_files().where(Attachment.id == attachment_id)).unique().one_or_none()
    if found is None or found.difference is None or not reads(viewer, found.difference.group, now()):
        raise NotFound
    return found


def lock_file(attachment_id: int) -> Attachment:
    """A file with its content as committed now, its difference locked first."""
    wanted = _files().where(Attachment.id == attachment_id)
    found = db.session.scalars(wanted.options(undefer(Attachment.content))).unique().one_or_none()
    if found is None or found.difference is None:
        raise NotFound
    lock_difference_by_id(found.difference.id)
    db.session.refresh(found)
    return found


def _revisions() -> Select[PracticeRevision]:
    whole = joinedload(PracticeRevision.practice).options(
        joinedload(Practice.difference), joinedload(Practice.city)
    )
    return select(PracticeRevision).join(PracticeRevision.practice).join(Practice.city).options(whole)


def _files() -> Select[Attachment]:
    return select(Attachment).options(joinedload(Attachment.difference))
