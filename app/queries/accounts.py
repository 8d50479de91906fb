"""Accounts: the person of a session."""

from app.extensions import db
from app.models import User


def user_of_session(identity: str) -> User | None:
    """The active person of a session identity; None once it ended everywhere or the account was closed (A2)."""
    user_id, _, serial = identity.partition(":")
    if not (user_id.isdigit() and serial.isdigit()):
        return None
    user = db.session.get(User, int(user_id))
    return user if user and user.active and user.session_serial == int(serial) else None
