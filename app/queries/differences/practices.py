"""Current practices: a city's on a difference, and all its revisions."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Attachment, City, Difference, Practice, PracticeRevision
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


@dataclass(frozen=True)
class Step:
    """A revision with its files, and the one before it; None before the first."""

    revision: PracticeRevision
    before: PracticeRevision | None
    files: tuple[Attachment, ...]


def history_of(practice: Practice, page: int) -> tuple[list[Step], Page[PracticeRevision]]:
    """One page of a practice's revisions, newest first, each with the one it replaced."""
    statement = select(PracticeRevision).where(PracticeRevision.practice_id == practice.id)
    shown = page_of(statement.order_by(PracticeRevision.number.desc()), page)
    numbers = [revision.number - 1 for revision in shown.items]
    earlier = {r.number: r for r in db.session.scalars(statement.where(PracticeRevision.number.in_(numbers)))}
    files: dict[int | None, list[Attachment]] = defaultdict(list)
    wanted = Attachment.practice_revision_id.in_([revision.id for revision in shown.items])
    for attachment in db.session.scalars(select(Attachment).where(wanted).order_by(Attachment.id)):
        files[attachment.practice_revision_id].append(attachment)
    steps = [Step(r, earlier.get(r.number - 1), tuple(files[r.id])) for r in shown.items]
    return steps, shown
