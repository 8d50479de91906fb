"""Who may draft, revise, put forward and withdraw proposals, and when (RULES 2)."""

from datetime import datetime

from app.domain.roles import UserKind
from app.domain.workflow import Act
from app.models import Difference, Proposal, User
from app.policies.standing import is_of_associate, is_secretariat, may_lead, roles_in
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person
from app.policies.workflow import stage_allows


def may_draft(actor: User, difference: Difference, at: datetime) -> Verdict:
    """Any person of the group except associates; partners read and comment (RULES 1); so may the secretariat."""
    return first_refusal(_may_write(actor, difference, at), stage_allows(difference, Act.DRAFT))


def may_revise(actor: User, proposal: Proposal, at: datetime) -> Verdict:
    """Whoever may draft may revise, as long as the proposal is not withdrawn and no version of it is bound (T1)."""
    return first_refusal(may_draft(actor, proposal.difference, at), still_stands(proposal))


def may_put_forward(actor: User, proposal: Proposal, at: datetime) -> Verdict:
    """The chair, the secretariat and the author put a proposal on the table."""
    return first_refusal(
        may_table(actor, proposal, at),
        stage_allows(proposal.difference, Act.PUT_FORWARD),
        still_stands(proposal),
        not_now("already_on_the_table") if proposal.on_table else ALLOWED,
    )


def may_withdraw_proposal(actor: User, proposal: Proposal, at: datetime) -> Verdict:
    """The chair and the secretariat; the author as well, until the group discusses it on the table."""
    led = may_lead(actor, proposal.difference.group, at)
    own = may_table(actor, proposal, at)
    if own and not led and proposal.on_table:
        own = not_this_person("on_the_table_is_of_the_group")
    return first_refusal(own, stage_allows(proposal.difference, Act.DRAFT), still_stands(proposal))


def may_table(actor: User, proposal: Proposal, at: datetime) -> Verdict:
    """The author as long as they may write, the chair and the secretariat speak for a proposal."""
    if actor.id == proposal.author_id:
        return _may_write(actor, proposal.difference, at)
    if may_lead(actor, proposal.difference.group, at):
        return ALLOWED
    return not_this_person("author_chair_or_secretariat_only")


def still_stands(proposal: Proposal) -> Verdict:
    """Whether a proposal was not withdrawn."""
    return not_now("proposal_withdrawn") if proposal.withdrawn_at else ALLOWED


def _may_write(actor: User, difference: Difference, at: datetime) -> Verdict:
    if is_secretariat(actor):
        return ALLOWED
    if not roles_in(actor, difference.group, at):
        return not_this_person("group_people_only")
    if actor.kind is UserKind.PARTNER:
        return not_this_person("partners_write_no_proposals")
    if is_of_associate(actor, at):
        return not_this_person("associates_write_no_proposals")
    return ALLOWED
