"""Words of the area discussion."""

from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words({})
    reasons({})
