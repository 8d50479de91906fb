"""Readings of the manual, as a test needs them: confirmed by the act itself."""

from app.actions.manual import confirm_reading
from app.models import Group, ManualReading, User
from app.transaction import transaction
from tests.support.worlds import kept


@kept
def a_reading(number: int, group: Group, reader: User) -> ManualReading:
    """A person confirms having read the chapter of a group in an edition."""
    with transaction():
        return confirm_reading(number, group.code, reader)
