"""会議資料一式: everything that lies before the cities at a meeting, item by item; nothing of any caucus (A1)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.discussion import CommentKind
from app.extensions import db
from app.models import AgendaItem, Attachment, Comment, Difference, Meeting, Proposal, User
from app.queries.differences.grid import Grid, grid_of
from app.queries.meetings.agenda import ItemState, states_on_agenda
from app.queries.meetings.facts import papers_of
from app.queries.meetings.one import meeting_named
from app.queries.meetings.preparation import CityLight, Preparation, preparation_of

MOST_ITEMS = 60


@dataclass(frozen=True)
class BundleItem:
    """An item of the agenda; state and what follows it are those of its difference."""

    item: AgendaItem
    state: ItemState | None = None
    grid: Grid | None = None
    alternatives: tuple[Proposal, ...] = ()
    concerns: tuple[Comment, ...] = ()
    cities: tuple[CityLight, ...] = ()


@dataclass(frozen=True)
class Bundle:
    """The papers of one meeting; left_out is how many items past the most that one file holds."""

    meeting: Meeting
    items: tuple[BundleItem, ...]
    preparation: Preparation
    papers: Sequence[Attachment]
    left_out: int


def bundle_of(meeting_id: int, viewer: User, at: datetime) -> Bundle:
    """The papers of a meeting, alike for every reader; NotFound where the viewer may not know of it."""
    meeting = meeting_named(meeting_id, viewer)
    preparation = preparation_of(meeting, None, at)
    items = meeting.agenda[:MOST_ITEMS]
    ids = [item.difference_id for item in items if item.difference_id is not None]
    states, others, concerns = states_on_agenda(meeting, at), _proposals(ids), _concerns(ids)
    lights = {prepared.item.id: prepared.cities for prepared in preparation.items}
    return Bundle(
        meeting,
        tuple(
            _item(item, item.difference, states, others, concerns, lights.get(item.id, ()), at)
            for item in items
        ),
        preparation,
        papers_of(meeting),
        max(0, len(meeting.agenda) - MOST_ITEMS),
    )


def _item(
    item: AgendaItem,
    difference: Difference | None,
    states: dict[int, ItemState],
    others: dict[int, list[Proposal]],
    concerns: dict[int, list[Comment]],
    cities: tuple[CityLight, ...],
    at: datetime,
) -> BundleItem:
    if difference is None:
        return BundleItem(item)
    return BundleItem(
        item,
        states[difference.id],
        grid_of(difference, at),
        tuple(others[difference.id]),
        tuple(concerns[difference.id]),
        cities,
    )


def _proposals(ids: Sequence[int]) -> dict[int, list[Proposal]]:
    """The proposals that are not on the table and not withdrawn, each with its current version."""
    statement = (
        select(Proposal)
        .where(Proposal.difference_id.in_(ids), ~Proposal.on_table, Proposal.withdrawn_at.is_(None))
        .options(joinedload(Proposal.current))
        .order_by(Proposal.number)
    )
    found: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in db.session.scalars(statement).unique():
        found[proposal.difference_id].append(proposal)
    return found


def _concerns(ids: Sequence[int]) -> dict[int, list[Comment]]:
    statement = (
        select(Comment)
        .where(
            Comment.difference_id.in_(ids),
            Comment.kind == CommentKind.CONCERN,
            Comment.resolved_at.is_(None),
        )
        .order_by(Comment.id)
    )
    found: dict[int, list[Comment]] = defaultdict(list)
    for comment in db.session.scalars(statement).unique():
        if not comment.redaction:
            found[comment.difference_id].append(comment)
    return found
