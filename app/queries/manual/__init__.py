"""The manual: the coming edition as it would be built, stored editions, and what changed between two."""

from app.queries.manual.building import Build, coming_build
from app.queries.manual.editions import edition_numbered, edition_on, editions_page, latest_edition

__all__ = [
    "Build",
    "coming_build",
    "edition_numbered",
    "edition_on",
    "editions_page",
    "latest_edition",
]
