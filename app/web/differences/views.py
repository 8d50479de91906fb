"""The pages of the area differences, and the one spelling of a number in every address."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.domain.numbering import parse_difference_number
from app.web.differences import (
    acts_views,
    blueprint,
    imports_views,
    list_views,
    practice_views,
    raising_views,
    show_views,
    survey_views,
)

__all__ = [
    "acts_views",
    "blueprint",
    "imports_views",
    "list_views",
    "practice_views",
    "raising_views",
    "show_views",
    "survey_views",
]


@blueprint.before_request
def canonical_number() -> Response | None:
    """Send a number typed in full-width or lower case on to the address everybody shares."""
    typed = (request.view_args or {}).get("number")
    parsed = parse_difference_number(typed) if typed and request.method == "GET" else None
    if parsed is None or str(parsed) == typed:
        return None
    kept = {**(request.view_args or {}), **request.args.to_dict(), "number": str(parsed)}
    return redirect(url_for(str(request.endpoint), **kept), 301)
