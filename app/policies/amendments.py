"""Who may suggest a change to a version, and who says what becomes of it (T8, T9)."""

from datetime import datetime

from app.domain.amending import AmendmentState
from app.domain.workflow import Act
from app.models import Amendment, Proposal, User
from app.policies.proposals import may_draft, may_table, still_stands
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person
from app.policies.workflow import stage_allows


def may_suggest(actor: User, proposal: Proposal, at: datetime) -> Verdict:
    """Whoever may draft may suggest a change to the proposal on the table."""
    return first_refusal(
        may_draft(actor, proposal.difference, at),
        still_stands(proposal),
        ALLOWED if proposal.on_table else not_now("amended_on_the_table_only"),
    )


def may_settle_amendment(actor: User, amendment: Amendment, at: datetime) -> Verdict:
    """The proposal's author, the chair and the secretariat accept or decline an open one."""
    proposal = amendment.proposal
    return first_refusal(
        may_table(actor, proposal, at),
        stage_allows(proposal.difference, Act.DRAFT),
        still_stands(proposal),
        _still_open(amendment),
    )


def may_withdraw_amendment(actor: User, amendment: Amendment, at: datetime) -> Verdict:
    """Its author takes an open one back, as long as the text can change at all."""
    own = ALLOWED if actor.id == amendment.author_id else not_this_person("amendment_author_only")
    return first_refusal(own, stage_allows(amendment.proposal.difference, Act.DRAFT), _still_open(amendment))


def unrevised_since(proposal: Proposal, seen: int | None) -> Verdict:
    """Whether the present version is the one the form showed; None is an act without a form."""
    return ALLOWED if seen is None or seen == proposal.last_version else not_now("edited_meanwhile")


def _still_open(amendment: Amendment) -> Verdict:
    if amendment.state is AmendmentState.OPEN:
        return ALLOWED
    return not_now("amendment_has_ended", state=amendment.state)
