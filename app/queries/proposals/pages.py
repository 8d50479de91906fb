"""The pages of one proposal: the present text, its versions, one version, and two versions to compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.domain.markdown import Heading, headings
from app.extensions import db
from app.models import Attachment, Proposal, ProposalVersion, Round, User
from app.policies.attachments import may_add_later
from app.policies.discussion import may_comment
from app.policies.proposals import may_revise
from app.policies.verdicts import Verdict
from app.queries.attachments import later_files
from app.queries.paging import Page, page_of
from app.queries.proposals.amendments import AmendmentsPanel, amendments_panel
from app.queries.proposals.comments import Said, said_about
from app.queries.proposals.effects import CityEffect, effects_of
from app.queries.proposals.files import bound_files, files_of
from app.queries.proposals.one import proposal_named, version_numbered
from app.queries.proposals.panel import ProposalCard, proposal_card


@dataclass(frozen=True)
class ProposalPage:
    """The present text of a proposal, what it changes for each city, and its versions, newest first."""

    card: ProposalCard
    effects: tuple[CityEffect, ...]
    versions: Page[ProposalVersion]
    rounds: Mapping[int, tuple[Round, ...]]
    said: Mapping[str, Said]
    may_comment: Verdict
    amendments: AmendmentsPanel


@dataclass(frozen=True)
class VersionPage:
    """One immutable version with the rounds that froze it (T1), and the files added after that (T7)."""

    proposal: Proposal
    version: ProposalVersion
    headings: tuple[Heading, ...]
    rounds: tuple[Round, ...]
    files: tuple[Attachment, ...]
    later_files: tuple[Attachment, ...]
    may_revise: Verdict
    may_add_files: Verdict


def proposal_page(number: str, proposal: int, viewer: User, at: datetime, page: int = 1) -> ProposalPage:
    """What the page of a proposal shows; NotFound where the viewer may not know of it."""
    found = proposal_named(number, proposal, viewer)
    card = proposal_card(found, files_of(found.difference), viewer, at)
    versions = _versions(found, page)
    return ProposalPage(
        card,
        effects_of(found.difference, card.version, viewer, at),
        versions,
        _rounds(version.id for version in versions.items),
        said_about(found),
        may_comment(viewer, found.difference, at),
        amendments_panel(found),
    )


def version_page(number: str, proposal: int, version: int, viewer: User, at: datetime) -> VersionPage:
    """What the page of one version shows."""
    found = proposal_named(number, proposal, viewer)
    chosen = version_numbered(found, version)
    rounds = _rounds([chosen.id]).get(chosen.id, ())
    return VersionPage(
        found,
        chosen,
        tuple(headings(chosen.body)),
        rounds,
        bound_files(chosen, files_of(found.difference)),
        tuple(later_files(chosen)) if rounds else (),
        may_revise(viewer, found, at),
        may_add_later(viewer, chosen, bool(rounds), at),
    )


def _versions(proposal: Proposal, page: int) -> Page[ProposalVersion]:
    statement = (
        select(ProposalVersion)
        .where(ProposalVersion.proposal_id == proposal.id)
        .options(defer(ProposalVersion.body), defer(ProposalVersion.exceptions))
        .order_by(ProposalVersion.number.desc())
    )
    return page_of(statement, page)


def _rounds(version_ids: Iterable[int]) -> dict[int, tuple[Round, ...]]:
    """The rounds opened on versions, cancelled ones included, by version."""
    found: dict[int, tuple[Round, ...]] = {}
    statement = select(Round).where(Round.version_id.in_(list(version_ids))).order_by(Round.number)
    for round_ in db.session.scalars(statement):
        found[round_.version_id] = (*found.get(round_.version_id, ()), round_)
    return found
