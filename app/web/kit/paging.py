"""The page number of a request, and links to the other pages that keep the filters."""

from flask import request, url_for


def page_number() -> int:
    """The page asked for with ?page=, 1 where it is missing or no number."""
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def page_url(number: int) -> str:
    """The address of another page of the same list with the same filters."""
    kept = {k: v for k, v in request.args.items(multi=False) if k != "page"}
    return url_for(str(request.endpoint), **{**(request.view_args or {}), **kept, "page": number})
