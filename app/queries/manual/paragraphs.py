"""One paragraph of an edition, as far as a viewer may read it."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Edition, EditionParagraph, User
from app.policies.standing import reads
from app.policies.verdicts import NotFound


def paragraph_read(number: int, anchor: str, viewer: User, at: datetime) -> EditionParagraph:
    """The paragraph of an anchor in an edition; NotFound where there is none that the viewer may read."""
    return _readable(Edition.number == number, anchor, viewer, at)


def newest_paragraph(anchor: str, viewer: User, at: datetime) -> EditionParagraph:
    """The paragraph of an anchor in the last edition that has it; NotFound where the viewer reads none."""
    return _readable(Edition.number > 0, anchor, viewer, at)


def _readable(where: ColumnElement[bool], anchor: str, viewer: User, at: datetime) -> EditionParagraph:
    statement = (
        select(EditionParagraph)
        .join(EditionParagraph.edition)
        .where(EditionParagraph.anchor == anchor.lower(), where)
        .options(joinedload(EditionParagraph.edition), joinedload(EditionParagraph.group))
        .order_by(Edition.number.desc())
        .limit(1)
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None or not reads(viewer, found.group, at):
        raise NotFound
    return found
