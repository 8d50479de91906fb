"""Attaching files to what people write; nothing takes a file away again or puts another in its place (T7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.actions.events import record
from app.actions.keys import claim_key
from app.clock import now
from app.domain.attachments import AcceptedFile, FileRefused, Upload, accept
from app.domain.events import EventKind
from app.extensions import db
from app.models import Attachment, Difference, User
from app.policies.attachments import may_add_later
from app.policies.verdicts import Invalid, ensure
from app.queries.attachments import is_frozen, later_files
from app.queries.proposals import lock_proposal, version_numbered

Files = Iterable[Upload | AcceptedFile]


def accepted(files: Files, field: str = "files") -> list[AcceptedFile]:
    """The files as they will be kept; their sha256 is what a text's hash binds. Raises Invalid for the field."""
    given = list(files)
    try:
        checked = accept([file for file in given if isinstance(file, Upload)])
    except FileRefused as refused:
        raise Invalid(field, refused.code, name=refused.filename, limit=refused.limit) from None
    return [*(file for file in given if isinstance(file, AcceptedFile)), *checked]


def attach(
    files: Files, uploader: User, at: datetime, *, difference: Difference | None, **owner: int
) -> list[Attachment]:
    """Keep files of one owner, named as practice_revision_id, proposal_version_id, comment_id or meeting_id.

    It is part of the owner's act, which has asked and records it (use facts_of). Raises Invalid("files").
    """
    kept = [
        Attachment(
            **columns_of(file, uploader, at), difference_id=difference.id if difference else None, **owner
        )
        for file in accepted(files)
    ]
    db.session.add_all(kept)
    db.session.flush()
    return kept


def columns_of(file: AcceptedFile, uploader: User, at: datetime) -> dict[str, Any]:
    """What every table of files keeps of one."""
    return {
        "filename": file.filename,
        "media_type": file.media_type,
        "size": len(file.content),
        "sha256": file.sha256,
        "content": file.content,
        "uploaded_by_id": uploader.id,
        "uploaded_by_printed": uploader.printed,
        "uploaded_at": at,
    }


def facts_of(files: Iterable[Attachment | AcceptedFile]) -> list[dict[str, str]]:
    """What an event says of files: their names and hashes."""
    return [{"name": file.filename, "sha256": file.sha256} for file in files]


def hashes_of(files: Iterable[Attachment | AcceptedFile]) -> list[dict[str, str]]:
    """What an event says of files that may be redacted later: their names could tell too much (A5)."""
    return [{"sha256": file.sha256} for file in files]


def add_later_files(
    proposal_id: int, version: int, actor: User, files: Files, *, key: str = ""
) -> list[Attachment]:
    """Add files to a frozen version, marked for ever as added later: the text, its hash and votes stay (T7)."""
    proposal = lock_proposal(proposal_id)
    at = now()
    frozen = version_numbered(proposal, version)
    ensure(may_add_later(actor, frozen, is_frozen(frozen), at))
    checked = accepted(files)
    if not checked:
        raise Invalid("files", "required")
    known = {*frozen.attachment_hashes, *(file.sha256 for file in later_files(frozen))}
    fresh = [file for file in checked if file.sha256 not in known]
    if not claim_key(key, actor) or not fresh:
        return []
    difference = proposal.difference
    kept = attach(fresh, actor, at, difference=difference, proposal_version_id=frozen.id)
    record(
        EventKind.ATTACHMENT_ADDED,
        actor=actor,
        subject=frozen,
        difference=difference,
        after={
            "difference": difference.number,
            "proposal": proposal.number,
            "version": frozen.number,
            "files": facts_of(kept),
        },
    )
    return kept
