"""The page of the search: words and kind stand in its address."""

from typing import Any

from flask import render_template, request, url_for

from app.clock import now
from app.domain.searching import MAX_QUERY, SearchKind
from app.models import SearchDocument
from app.queries.search import search
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.search import blueprint

__all__ = ["blueprint"]


@blueprint.get("/search")
@signed_in
def index() -> str:
    """What holds every word, of all kinds or of one."""
    query = request.args.get("q", "")[:MAX_QUERY]
    kind = _kind()
    found = search(query, kind, viewer(), now(), page_number())
    tabs = [(None, found.total), *((each, found.counts.get(each, 0)) for each in SearchKind)]
    return render_template(
        "search/index.html", found=found, query=query, kind=kind, tabs=tabs, address=address_of
    )


def _kind() -> SearchKind | None:
    asked = request.args.get("kind", "")
    return SearchKind(asked) if asked in list(SearchKind) else None


def address_of(document: SearchDocument) -> str:
    """The page, and the part of it, on which a thing stands."""
    place: dict[str, Any] = document.place
    match document.kind:
        case SearchKind.DIFFERENCE:
            return url_for("differences.show", number=place["difference"])
        case SearchKind.PRACTICE:
            return url_for("differences.show", number=place["difference"], _anchor="practices")
        case SearchKind.PROPOSAL:
            return url_for("proposals.show", number=place["difference"], proposal=place["proposal"])
        case SearchKind.COMMENT:
            return url_for("discussion.show", comment_id=place["comment"])
        case SearchKind.DECISION:
            return url_for("decisions.show", decision_id=place["decision"])
        case SearchKind.PARAGRAPH:
            return url_for(
                "manual.chapter", number=place["edition"], code=place["group"], _anchor=place["anchor"]
            )
        case SearchKind.MEETING:
            return url_for("meetings.show", meeting_id=place["meeting"])
    return url_for("meetings.minutes", meeting_id=place["meeting"])
