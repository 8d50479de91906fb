"""The next version of a proposal, whoever's words it holds, and what follows when the text on the table changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.actions.attachments import Files, attach
from app.actions.notices import notify
from app.actions.signoff import dismiss_signoffs
from app.domain.notices import NoticeKind
from app.domain.savings import EstimatedLine
from app.domain.texts import ProposalText, text_hash
from app.extensions import db
from app.models import Amendment, Proposal, ProposalVersion, SavingLine, User
from app.queries.proposals import group_but


def add_version(
    proposal: Proposal,
    actor: User,
    text: ProposalText,
    at: datetime,
    *,
    yearly_saving_yen: int | None,
    lines: Sequence[EstimatedLine] | None = None,
    files: Files = (),
    note: str = "",
    amendment: Amendment | None = None,
) -> ProposalVersion:
    """The next version, which nothing changes ever after (T1, T2); it credits the amendment's author (T9).

    lines are those of its estimate, by default those that stand; where there are any, their sum is the saving (D11).
    """
    present = proposal.current if proposal.last_version else None
    estimate = estimate_of(present) if lines is None else lines
    version = ProposalVersion(
        number=proposal.last_version + 1,
        title=text.title,
        body=text.body,
        outcome=text.outcome,
        flags=sorted(text.flags),
        customization_answer=text.customization_answer,
        scope=text.scope,
        effective_on=text.effective_on,
        exceptions=text.exceptions,
        attachment_hashes=list(text.attachment_hashes),
        yearly_saving_yen=saving_of(estimate, yearly_saving_yen),
        text_hash=text_hash(text),
        note=note,
        based_on_id=present.id if present else None,
        author_id=actor.id,
        author_printed=actor.printed,
        credited_id=amendment.author_id if amendment else None,
        credited_printed=amendment.author_printed if amendment else "",
        created_at=at,
    )
    version.saving_lines = [SavingLine.of(line, place) for place, line in enumerate(estimate, 1)]
    proposal.versions.append(version)
    proposal.last_version = version.number
    db.session.flush()
    attach(files, actor, at, difference=proposal.difference, proposal_version_id=version.id)
    db.session.expire(proposal, ["current"])
    return version


def estimate_of(version: ProposalVersion | None) -> list[EstimatedLine]:
    """The lines of a version's estimate; none before there is a version."""
    return [line.estimated for line in version.saving_lines] if version else []


def saving_of(lines: Sequence[EstimatedLine], otherwise: int | None) -> int | None:
    """The sum of the lines of an estimate, or what was said without lines (D11)."""
    return sum(line.yen for line in lines) if lines else otherwise


def version_facts(proposal: Proposal, version: ProposalVersion) -> dict[str, Any]:
    """What an event keeps of a version."""
    return {
        "difference": proposal.difference.number,
        "proposal": proposal.number,
        "version": version.number,
        "title": version.title,
        "text_hash": version.text_hash,
        "yearly_saving_yen": version.yearly_saving_yen,
    }


def replaced_on_the_table(proposal: Proposal, version: ProposalVersion, actor: User, at: datetime) -> None:
    """What a new text on the table means: sign-offs of another text fall (T6), and the group learns of it."""
    difference = proposal.difference
    difference.stage_serial += 1  # nobody opens a ballot from a page that shows the older text (L2)
    dismiss_signoffs(difference, actor, keep_hash=version.text_hash)
    notify(
        group_but(actor, difference, at),
        NoticeKind.PROPOSAL_REVISED,
        subject=proposal,
        difference=difference,
        key=str(version.number),
        proposal=proposal.number,
        version=version.number,
    )
