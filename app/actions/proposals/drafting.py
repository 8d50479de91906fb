"""Drafting a proposal, and saving a new version over the one its editor saw."""

from collections.abc import Collection, Iterable

from app.actions.attachments import Files, accepted, facts_of
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.proposals.fields import MAX_NOTE, ProposalFields
from app.actions.proposals.versions import (
    add_version,
    estimate_of,
    replaced_on_the_table,
    saving_of,
    version_facts,
)
from app.clock import now
from app.domain.attachments import AcceptedFile
from app.domain.events import EventKind
from app.domain.texts import ProposalText, normalise_line, same_text
from app.extensions import db
from app.models import Proposal, ProposalVersion, User
from app.policies.proposals import may_draft, may_revise
from app.policies.verdicts import Invalid, Refused, ensure, not_now
from app.queries.differences import lock_difference
from app.queries.proposals import last_proposal_of, lock_proposal, version_numbered


class EditConflict(Refused):
    """Somebody saved another version meanwhile (T10): base is what the editor saw, theirs what stands now."""

    def __init__(self, base: ProposalVersion, theirs: ProposalVersion) -> None:
        super().__init__(not_now("edited_meanwhile"))
        self.base = base.number
        self.theirs = theirs.number


def draft_proposal(
    number: str, actor: User, fields: ProposalFields, *, files: Files = (), key: str = ""
) -> Proposal:
    """Add the next proposal of a difference with its version 1; the same key drafts once (B15)."""
    difference = lock_difference(number)
    at = now()
    ensure(may_draft(actor, difference, at))
    added = accepted(files)
    text = fields.text(_hashes((), (), added))
    if not claim_key(key, actor):
        return last_proposal_of(difference, actor)
    difference.last_proposal += 1
    proposal = Proposal(
        difference=difference, number=difference.last_proposal, author=actor, created_at=at, last_version=0
    )
    db.session.add(proposal)
    version = add_version(proposal, actor, text, at, yearly_saving_yen=fields.yearly_saving_yen, files=added)
    record(
        EventKind.PROPOSAL_DRAFTED,
        actor=actor,
        subject=proposal,
        difference=difference,
        after={**version_facts(proposal, version), "files": facts_of(added)},
    )
    return proposal


def revise_proposal(
    proposal_id: int,
    actor: User,
    fields: ProposalFields,
    *,
    base: int,
    note: str = "",
    files: Files = (),
    without: Collection[str] = (),
    key: str = "",
) -> ProposalVersion:
    """Save a new version over version `base`; what is no change leaves no trace (T3).

    The files of `base` stay but for the hashes in `without`. Raises EditConflict where somebody else saved since
    (T10). A text put back revives nothing (T5).
    """
    proposal = lock_proposal(proposal_id)
    at = now()
    ensure(may_revise(actor, proposal, at))
    present, seen = proposal.current, version_numbered(proposal, base)
    added = accepted(files)
    text = fields.text(_hashes(seen.attachment_hashes, without, added))
    unchanged = any(_is_same(version, text, fields) for version in (present, seen))
    if unchanged or not claim_key(key, actor):
        return present
    if seen is not present:
        raise EditConflict(seen, present)
    fresh = [file for file in added if file.sha256 not in present.attachment_hashes]
    version = add_version(
        proposal,
        actor,
        text,
        at,
        yearly_saving_yen=fields.yearly_saving_yen,
        lines=fields.saving_lines,
        files=fresh,
        note=_note(note),
    )
    record(
        EventKind.PROPOSAL_REVISED,
        actor=actor,
        subject=proposal,
        difference=proposal.difference,
        before=version_facts(proposal, present),
        after={**version_facts(proposal, version), "note": version.note, "files": facts_of(fresh)},
    )
    if proposal.on_table:
        replaced_on_the_table(proposal, version, actor, at)
    return version


def _is_same(version: ProposalVersion, text: ProposalText, fields: ProposalFields) -> bool:
    stands = estimate_of(version)
    lines = stands if fields.saving_lines is None else list(fields.saving_lines)
    return (
        same_text(version.text, text)
        and lines == stands
        and version.yearly_saving_yen == saving_of(lines, fields.yearly_saving_yen)
    )


def _hashes(
    before: Collection[str], without: Collection[str], added: Iterable[AcceptedFile]
) -> tuple[str, ...]:
    """The files a version binds, by their hashes (T2)."""
    return tuple({*before} - {*without} | {file.sha256 for file in added})


def _note(note: str) -> str:
    note = normalise_line(note)
    if len(note) > MAX_NOTE:
        raise Invalid("note", "note_too_long", limit=MAX_NOTE)
    return note
