"""Editions: the latest, one by its number, the one in force on a day, and their list."""

from datetime import date

from sqlalchemy import Select, select

from app.extensions import db
from app.models import Edition
from app.policies.verdicts import NotFound
from app.queries.paging import Page, page_of


def latest_edition_id() -> Select[int]:
    """The id of the last edition, as SQL."""
    return select(Edition.id).order_by(Edition.number.desc()).limit(1)


def latest_edition() -> Edition | None:
    """The last edition; None before the first was cut."""
    return db.session.scalars(select(Edition).order_by(Edition.number.desc()).limit(1)).first()


def edition_numbered(number: int) -> Edition:
    """The edition of a number; NotFound where there is none."""
    edition = db.session.scalars(select(Edition).where(Edition.number == number)).one_or_none()
    if edition is None:
        raise NotFound
    return edition


def edition_on(day: date) -> Edition | None:
    """The edition that was the latest on a day; None before the first (M4)."""
    statement = select(Edition).where(Edition.published_on <= day).order_by(Edition.number.desc()).limit(1)
    return db.session.scalars(statement).first()


def editions_page(page: int) -> Page[Edition]:
    """One page of the editions, the latest first."""
    return page_of(select(Edition).order_by(Edition.number.desc()), page)
