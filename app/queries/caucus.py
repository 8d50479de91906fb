"""A city's caucus on a difference, for people of that city alone (A1): its thread, its files, its draft position."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.clock import now
from app.extensions import db
from app.models import CaucusEntry, CaucusFile, CaucusPosition, City, Difference, Group, User
from app.policies.caucus import is_in_caucus, may_draft_position, may_write_caucus, reads_caucus
from app.policies.verdicts import NotFound, Verdict
from app.queries.differences import difference_named
from app.queries.paging import Page, page_of
from app.queries.signoff import route_for

ENTRIES_SHOWN = 3


@dataclass(frozen=True)
class CaucusPanel:
    """The last entries of the viewer's own city, of which there are entry_count, and its draft position."""

    difference: Difference
    city: City
    entries: Sequence[CaucusEntry]
    entry_count: int
    position: CaucusPosition | None
    may_write: Verdict
    may_draft: Verdict


@dataclass(frozen=True)
class CaucusPage:
    """The whole caucus of a city on a difference, newest entries first."""

    difference: Difference
    city: City
    entries: Page[CaucusEntry]
    position: CaucusPosition | None
    may_write: Verdict
    may_draft: Verdict


def caucus_panel(difference: Difference, viewer: User, at: datetime) -> CaucusPanel | None:
    """The caucus as the page of a difference shows it; None for everybody outside it (A1)."""
    city = caucus_city(viewer, difference.group, at)
    if city is None:
        return None
    of_city = _entries(difference, city)
    counting = select(func.count()).select_from(of_city.order_by(None).subquery())
    last = list(db.session.scalars(of_city.limit(ENTRIES_SHOWN)))
    return CaucusPanel(
        difference,
        city,
        last,
        db.session.scalar(counting) or 0,
        caucus_position(difference, city),
        may_write_caucus(viewer, difference, at),
        may_draft_position(viewer, difference, at),
    )


def caucus_page(number: str, viewer: User, page: int, at: datetime) -> CaucusPage:
    """The caucus of the viewer's own city; NotFound for everybody outside it (A1)."""
    difference = difference_named(number, viewer)
    city = caucus_city(viewer, difference.group, at)
    if city is None:
        raise NotFound
    return CaucusPage(
        difference,
        city,
        page_of(_entries(difference, city), page),
        caucus_position(difference, city),
        may_write_caucus(viewer, difference, at),
        may_draft_position(viewer, difference, at),
    )


def caucus_city(viewer: User, group: Group, at: datetime) -> City | None:
    """The city whose caucus in a group the viewer may read: the own one or none (A1)."""
    if viewer.city is None:
        return None
    if is_in_caucus(viewer, group, at):
        return viewer.city
    posts = _route_posts(viewer.city, group) if viewer.posts_at(at) else frozenset()
    return viewer.city if reads_caucus(viewer, group, posts, at) else None


def own_draft(difference: Difference, viewer: User, at: datetime) -> CaucusPosition | None:
    """The position that the viewer's own city means to take, where the viewer may read its caucus (A1)."""
    city = caucus_city(viewer, difference.group, at)
    return caucus_position(difference, city) if city else None


def caucus_position(difference: Difference, city: City) -> CaucusPosition | None:
    """The position a city means to take. Only for forms of that very city's people (A1)."""
    return caucus_position_of(difference, city.id)


def caucus_position_of(difference: Difference, city_id: int | None) -> CaucusPosition | None:
    """caucus_position for an act, by the city's id."""
    statement = select(CaucusPosition).where(
        CaucusPosition.difference_id == difference.id, CaucusPosition.city_id == city_id
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def caucus_file_named(file_id: int, filename: str, viewer: User) -> CaucusFile:
    """A file of the own city's caucus with its content; NotFound for everybody outside it (A1, A2)."""
    statement = (
        select(CaucusFile)
        .where(CaucusFile.id == file_id, CaucusFile.filename == filename)
        .options(undefer(CaucusFile.content), joinedload(CaucusFile.entry))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    difference = db.session.get_one(Difference, found.entry.difference_id)
    city = caucus_city(viewer, difference.group, now())
    if city is None or city.id != found.entry.city_id:
        raise NotFound
    return found


def last_entry_of(difference: Difference, author: User) -> CaucusEntry:
    """What an author wrote last into the caucus: the answer to a form that was sent twice (B15)."""
    theirs = select(CaucusEntry).where(
        CaucusEntry.difference_id == difference.id, CaucusEntry.author_id == author.id
    )
    found = db.session.scalars(theirs.order_by(CaucusEntry.id.desc()).limit(1)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _entries(difference: Difference, city: City) -> Select[CaucusEntry]:
    return (
        select(CaucusEntry)
        .where(CaucusEntry.difference_id == difference.id, CaucusEntry.city_id == city.id)
        .options(selectinload(CaucusEntry.files))
        .order_by(CaucusEntry.id.desc())
    )


def _route_posts(city: City, group: Group) -> frozenset[int]:
    """The posts on the city's route for the group's domain."""
    route = route_for(city.id, group.domain_id)
    return frozenset(held.post_id for step in route.steps for held in step.posts) if route else frozenset()
