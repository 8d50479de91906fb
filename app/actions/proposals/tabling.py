"""Putting a proposal on the table of its difference, and withdrawing one."""

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.actions.signoff import dismiss_signoffs
from app.actions.workflow import move
from app.clock import now
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.workflow import Act
from app.extensions import db
from app.models import Proposal, User
from app.policies.proposals import may_put_forward, may_withdraw_proposal
from app.policies.verdicts import ensure
from app.policies.workflow import unchanged_since
from app.queries.proposals import group_but, lock_proposal, on_the_table


def put_forward(proposal_id: int, actor: User, *, seen: int | None = None, key: str = "") -> Proposal:
    """Make this the one proposal that is discussed and voted on; the others stay. The days of discussion begin anew."""
    proposal = lock_proposal(proposal_id)
    difference = proposal.difference
    at = now()
    if not claim_key(key, actor):
        return proposal
    ensure(may_put_forward(actor, proposal, at))
    before = on_the_table(difference)
    if before is not None:
        before.on_table = False
        db.session.flush()
    proposal.on_table = True
    difference.discussion_since = at
    move(
        difference,
        Act.PUT_FORWARD,
        actor,
        EventKind.PROPOSAL_PUT_FORWARD,
        seen=seen,
        before={"proposal": before.number if before else None},
        after={
            "difference": difference.number,
            "proposal": proposal.number,
            "version": proposal.last_version,
            "title": proposal.current.title,
            "text_hash": proposal.current.text_hash,
        },
    )
    dismiss_signoffs(difference, actor, keep_hash=proposal.current.text_hash)
    notify(
        group_but(actor, difference, at),
        NoticeKind.PROPOSAL_PUT_FORWARD,
        subject=proposal,
        difference=difference,
        key=str(difference.stage_serial),
        proposal=proposal.number,
        title=proposal.current.title,
    )
    return proposal


def withdraw_proposal(proposal_id: int, actor: User, *, seen: int | None = None, key: str = "") -> Proposal:
    """Take a proposal back: it leaves the table and stays readable; there is no way to revise it again."""
    proposal = lock_proposal(proposal_id)
    difference = proposal.difference
    at = now()
    if not claim_key(key, actor):
        return proposal
    ensure(may_withdraw_proposal(actor, proposal, at))
    ensure(unchanged_since(difference, seen))
    was_on_table = proposal.on_table
    proposal.on_table, proposal.withdrawn_at = False, at
    if was_on_table:
        difference.stage_serial += 1
    record(
        EventKind.PROPOSAL_WITHDRAWN,
        actor=actor,
        subject=proposal,
        difference=difference,
        before={"on_table": was_on_table},
        after={
            "difference": difference.number,
            "proposal": proposal.number,
            "version": proposal.last_version,
            "title": proposal.current.title,
        },
    )
    return proposal
