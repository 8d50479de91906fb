"""Files: one to download, and those added to a version after a round froze it."""

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, undefer

from app.clock import now
from app.extensions import db
from app.models import Attachment, Group, Meeting, ProposalVersion, Round, User
from app.policies.attachments import may_open
from app.policies.verdicts import NotFound


def attachment_named(attachment_id: int, filename: str, viewer: User) -> Attachment:
    """A file with its content, by number and name; NotFound where the viewer may not know of it (A2)."""
    statement = (
        select(Attachment)
        .where(Attachment.id == attachment_id, Attachment.filename == filename)
        .options(undefer(Attachment.content), joinedload(Attachment.difference))
    )
    found = db.session.scalars(statement).one_or_none()
    group = _group_of(found) if found else None
    if found is None or found.redaction or group is None or not may_open(viewer, group, now()):
        raise NotFound
    return found


def is_frozen(version: ProposalVersion) -> bool:
    """Whether a round was opened on the version, which binds its files for ever (T1, T7)."""
    return bool(db.session.scalar(select(exists().where(Round.version_id == version.id))))


def later_files(version: ProposalVersion) -> list[Attachment]:
    """The files added to a version after it was frozen: its hash does not cover them (T7)."""
    statement = select(Attachment).where(Attachment.proposal_version_id == version.id)
    if version.attachment_hashes:
        statement = statement.where(Attachment.sha256.not_in(version.attachment_hashes))
    return list(db.session.scalars(statement.order_by(Attachment.id)))


def _group_of(attachment: Attachment) -> Group | None:
    if attachment.difference is not None:
        return attachment.difference.group
    meeting = db.session.get(Meeting, attachment.meeting_id) if attachment.meeting_id else None
    return meeting.group if meeting else None
