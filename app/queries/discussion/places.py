"""What threads are about: the difference, a proposal, or a heading of it, also one that a newer version has lost."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.markdown import Heading, headings
from app.extensions import db
from app.models import Comment, Difference, Proposal, ProposalVersion


@dataclass(frozen=True)
class Place:
    """A proposal by its number, and the title of one of its headings, or "" for the whole text.

    gone says that the present version has this heading no more; the title is then the last one it had.
    """

    proposal: int
    anchor: str
    title: str = ""
    gone: bool = False


def places_of(comments: Iterable[Comment]) -> dict[tuple[int, str], Place]:
    """The places of comments by proposal id and anchor, with at most two queries."""
    wanted = {(c.proposal_id, c.anchor or "") for c in comments if c.proposal_id is not None}
    proposals = {proposal.id: proposal for proposal in _proposals({key[0] for key in wanted})}
    places: dict[tuple[int, str], Place] = {}
    lost: set[tuple[int, str]] = set()
    for proposal_id, anchor in wanted:
        proposal = proposals[proposal_id]
        titles = _titles(proposal.current.body)
        if anchor and anchor not in titles:
            lost.add((proposal_id, anchor))
        places[proposal_id, anchor] = Place(proposal.number, anchor, titles.get(anchor, ""))
    for key, title in _last_titles(lost).items():
        places[key] = Place(places[key].proposal, key[1], title, gone=True)
    return places


def choosable_places(difference: Difference) -> list[tuple[Proposal, list[Heading]]]:
    """The proposals that are not withdrawn, with the headings of their present versions."""
    statement = (
        select(Proposal)
        .where(Proposal.difference_id == difference.id, Proposal.withdrawn_at.is_(None))
        .options(joinedload(Proposal.current))
        .order_by(Proposal.number)
    )
    found = db.session.scalars(statement).unique()
    return [(proposal, headings(proposal.current.body)) for proposal in found]


def _proposals(ids: Collection[int]) -> list[Proposal]:
    if not ids:
        return []
    statement = select(Proposal).where(Proposal.id.in_(ids)).options(joinedload(Proposal.current))
    return list(db.session.scalars(statement).unique())


def _titles(body: str) -> dict[str, str]:
    return {heading.anchor: heading.title for heading in headings(body)}


def _last_titles(lost: set[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """The titles that lost headings had in the newest version that knew them."""
    if not lost:
        return {}
    bodies = (
        select(ProposalVersion.proposal_id, ProposalVersion.body)
        .where(ProposalVersion.proposal_id.in_({key[0] for key in lost}))
        .order_by(ProposalVersion.number.desc())
    )
    found = dict.fromkeys(lost, "")
    for proposal_id, body in db.session.execute(bodies):
        open_keys = [key for key, title in found.items() if not title and key[0] == proposal_id]
        titles = _titles(body) if open_keys else {}
        found.update({key: titles[key[1]] for key in open_keys if key[1] in titles})
    return found
