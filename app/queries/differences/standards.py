"""The businesses of the national standard that a difference can be linked to."""

from sqlalchemy import select

from app.extensions import db
from app.models import Group, StandardBusiness


def standards_for(group: Group) -> list[StandardBusiness]:
    """All of them, those of the group first, each part by its place in the standard."""
    own = {standard.id for standard in group.standards}
    found = db.session.scalars(select(StandardBusiness).order_by(StandardBusiness.id))
    return sorted(found, key=lambda standard: (standard.id not in own, standard.id))
