"""What a person finds."""

from app.clock import now
from app.domain.searching import SearchKind
from app.models import User
from app.queries.search import search
from tests.builders.council import a_secretary


def found(query: str, viewer: User | None = None, kind: SearchKind | None = None) -> list[tuple[str, int]]:
    """Kind and id of everything a person finds, sorted; the secretariat unless a viewer is given."""
    page = search(query, kind, viewer or a_secretary(), now(), 1)
    return sorted((hit.document.kind.value, hit.document.subject_id) for hit in page.hits)


def kinds_found(query: str, viewer: User | None = None) -> list[str]:
    """The kinds of what a person finds."""
    return [kind for kind, _subject in found(query, viewer)]
