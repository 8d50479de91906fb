"""Redacting (墨消し): the text leaves the database; who did it on which ground stands in its place (A5)."""

from typing import Any

from app.actions.differences.texts import said_in_words
from app.actions.events import record
from app.actions.notices import notify
from app.clock import now
from app.domain.events import EventKind
from app.domain.hashing import digest
from app.domain.notices import NoticeKind
from app.domain.redaction import BLACKED_OUT, Redacted, RedactionGround
from app.extensions import db
from app.models import Attachment, Comment, Difference, PracticeRevision, Redaction, User
from app.models.base import Base
from app.policies.redaction import may_redact_comment, may_redact_file, may_redact_practice
from app.policies.verdicts import ensure
from app.queries.discussion.one import lock_comment
from app.queries.redaction import lock_file, lock_revision


def redact_comment(comment_id: int, actor: User, *, ground: RedactionGround, reason: str) -> Comment:
    """Take the text of a comment away; its files are redacted one by one."""
    comment = lock_comment(comment_id)
    ensure(may_redact_comment(actor, comment))
    kept = _kept(actor, digest(comment.body.encode()), ground, reason)
    kept.comment_id, comment.body = comment.id, BLACKED_OUT
    thread = comment.parent_id or comment.id
    _enter(kept, Redacted.COMMENT, comment, comment.difference, actor, thread=thread)
    _tell(comment.author, actor, comment, comment.difference)
    return comment


def redact_practice(
    revision_id: int, actor: User, *, ground: RedactionGround, reason: str
) -> PracticeRevision:
    """Take what a city stated in one revision away, with its source, legal basis and instruction."""
    revision = lock_revision(revision_id)
    ensure(may_redact_practice(actor, revision))
    kept = _kept(actor, digest(revision.body.encode()), ground, reason)
    kept.revision_id, revision.body = revision.id, BLACKED_OUT
    revision.source = revision.legal_basis = revision.instruction = ""
    practice = revision.practice
    facts = {"city": practice.city.code, "revision": revision.number, "city_name": practice.city.names}
    _enter(kept, Redacted.PRACTICE, revision, practice.difference, actor, **facts)
    stated_by = db.session.get_one(User, revision.stated_by_id)
    _tell(stated_by, actor, revision, practice.difference)
    return revision


def redact_file(attachment_id: int, actor: User, *, ground: RedactionGround, reason: str) -> Attachment:
    """Take the content and the name of a file away."""
    file = lock_file(attachment_id)
    ensure(may_redact_file(actor, file))
    kept = _kept(actor, digest(file.content), ground, reason)
    kept.attachment_id = file.id
    extension = file.filename.rpartition(".")[2]
    file.content, file.filename = b"", f"{BLACKED_OUT}.{extension}"
    difference = file.difference
    assert difference is not None  # noqa: S101 - lock_file finds no other
    _enter(kept, Redacted.FILE, file, difference, actor)
    _tell(db.session.get_one(User, file.uploaded_by_id), actor, file, difference)
    return file


def _kept(actor: User, text_hash: str, ground: RedactionGround, reason: str) -> Redaction:
    """What stays of the text: its hash, and who took it away, when, on which ground."""
    return Redaction(
        ground=ground,
        reason=said_in_words("reason", reason),
        text_hash=text_hash,
        by_id=actor.id,
        by_printed=actor.printed,
        at=now(),
    )


def _enter(
    redaction: Redaction, what: Redacted, subject: Base, difference: Difference, actor: User, **facts: Any
) -> None:
    db.session.add(redaction)
    db.session.flush()
    db.session.expire(subject, ["redaction"])
    record(
        EventKind.TEXT_REDACTED,
        actor=actor,
        subject=subject,
        difference=difference,
        before={"text_hash": redaction.text_hash},
        after={
            "what": what.value,
            "difference": difference.number,
            "ground": redaction.ground.value,
            "reason": redaction.reason,
            **facts,
        },
    )


def _tell(author: User, actor: User, subject: Base, difference: Difference) -> None:
    """Whoever wrote it learns of it."""
    if author.id != actor.id:
        notify([author], NoticeKind.TEXT_REDACTED, subject=subject, difference=difference, by=actor.printed)
