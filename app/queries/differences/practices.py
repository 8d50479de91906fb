"""Current practices: a city's on a difference, and all its revisions."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import City, Difference, Practice, PracticeRevision
from app.queries.paging import Page, page_of


def practice_of(difference: Difference, city: City) -> Practice | None:
    """What a city stated on a difference, with its current revision; None where it has not."""
    statement = (
        select(Practice)
        .where(Practice.difference_id == difference.id, Practice.city_id == city.id)
        .options(joinedload(Practice.current))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one_or_none()


def practices_of(difference: Difference) -> list[Practice]:
    """What the cities stated on a difference, each with its current revision."""
    statement = (
        select(Practice)
        .where(Practice.difference_id == difference.id)
        .options(selectinload(Practice.current))
    )
    return list(db.session.scalars(statement))


def revisions_of(practice: Practice, page: int) -> Page[PracticeRevision]:
    """Every revision of a practice, newest first."""
    statement = select(PracticeRevision).where(PracticeRevision.practice_id == practice.id)
    return page_of(statement.order_by(PracticeRevision.number.desc()), page)
