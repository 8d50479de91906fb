"""Addresses for people's own calendars."""

from app.actions.calendar_links import make_calendar_link
from app.models import Group, User
from app.transaction import transaction
from tests.support.worlds import kept


@kept
def a_calendar_token(person: User, group: Group | None = None) -> str:
    """The token of an address that a person made, for one group or for all of theirs."""
    with transaction():
        token = make_calendar_link(person, group_id=group.id if group else None)
    assert token is not None
    return token
