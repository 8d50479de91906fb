"""What the page of a difference shows of its proposals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.effects import EffectKind
from app.domain.markdown import Heading, headings
from app.models import Attachment, Difference, Proposal, ProposalVersion, User
from app.policies.amendments import may_suggest
from app.policies.proposals import may_draft, may_put_forward, may_revise, may_withdraw_proposal
from app.policies.verdicts import Verdict
from app.queries.proposals.effects import CityEffect, effects_of
from app.queries.proposals.files import Files, bound_files, files_of
from app.queries.proposals.one import proposals_of


@dataclass(frozen=True)
class ProposalCard:
    """One proposal with its current version and what the viewer may do with it."""

    proposal: Proposal
    version: ProposalVersion
    headings: tuple[Heading, ...]
    files: tuple[Attachment, ...]
    may_revise: Verdict
    may_put_forward: Verdict
    may_withdraw: Verdict
    may_suggest: Verdict


@dataclass(frozen=True)
class ProposalsPanel:
    """The proposal on the table first, then the others that stand, then the withdrawn ones.

    effects are those of the first card by city id: the grid shows them under each city's practice.
    """

    cards: tuple[ProposalCard, ...]
    may_draft: Verdict
    effects: Mapping[int, CityEffect]

    @property
    def standing(self) -> tuple[ProposalCard, ...]:
        """The proposals that are not withdrawn."""
        return tuple(card for card in self.cards if card.proposal.withdrawn_at is None)

    @property
    def shows_effects(self) -> bool:
        """Whether any city's practice stands against a proposal."""
        return any(effect.effect.kind is not EffectKind.UNSURVEYED for effect in self.effects.values())


def proposals_panel(difference: Difference, viewer: User, at: datetime) -> ProposalsPanel:
    """The proposals of a difference for a viewer at an instant."""
    files = files_of(difference)
    proposals = sorted(proposals_of(difference), key=_rank)
    cards = tuple(proposal_card(proposal, files, viewer, at) for proposal in proposals)
    first = cards[0] if cards and cards[0].proposal.withdrawn_at is None else None
    effects = effects_of(difference, first.version, viewer, at) if first else ()
    return ProposalsPanel(
        cards,
        may_draft(viewer, difference, at),
        {effect.city.id: effect for effect in effects},
    )


def proposal_card(proposal: Proposal, files: Files, viewer: User, at: datetime) -> ProposalCard:
    """One proposal as the viewer may act on it at an instant."""
    return ProposalCard(
        proposal,
        proposal.current,
        tuple(headings(proposal.current.body)),
        bound_files(proposal.current, files),
        may_revise(viewer, proposal, at),
        may_put_forward(viewer, proposal, at),
        may_withdraw_proposal(viewer, proposal, at),
        may_suggest(viewer, proposal, at),
    )


def _rank(proposal: Proposal) -> tuple[bool, bool, int]:
    return proposal.withdrawn_at is not None, not proposal.on_table, proposal.number
