"""Forms that are sent twice act once (B15)."""

from app.clock import now
from app.extensions import db
from app.models import ActKey, User


def claim_key(key: str, actor: User) -> bool:
    """Whether a form's key is fresh; a key already acted on answers False. Call it after the subject's lock."""
    if not key:
        return True
    if db.session.get(ActKey, key) is not None:
        return False
    db.session.add(ActKey(key=key, user_id=actor.id, at=now()))
    return True
