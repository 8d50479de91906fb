"""Reading proposals: one with its present text, one version, and the preview of a text being written."""

from flask import render_template, request

from app.clock import now
from app.queries.proposals.pages import proposal_page, version_page
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.proposals import (
    amending_views,
    amendments_views,
    blueprint,
    compare_views,
    tabling_views,
    writing_views,
)

__all__ = [
    "amending_views",
    "amendments_views",
    "blueprint",
    "compare_views",
    "tabling_views",
    "writing_views",
]

FRAGMENT = "text/html-fragment"


@blueprint.get("/differences/<number>/proposals/<int:proposal>")
@signed_in
def show(number: str, proposal: int) -> str:
    """The present text of a proposal, what it changes for each city, and all its versions."""
    page = proposal_page(number, proposal, viewer(), now(), page_number())
    return render_template("proposals/show.html", page=page)


@blueprint.get("/differences/<number>/proposals/<int:proposal>/versions/<int:version>")
@signed_in
def version(number: str, proposal: int, version: int) -> str:
    """One immutable version."""
    page = version_page(number, proposal, version, viewer(), now())
    return render_template("proposals/version.html", page=page)


@blueprint.post("/markdown/preview")
@signed_in
def preview() -> str:
    """What a text will look like: a fragment for scripts, a page for a form that was sent here by itself."""
    text = request.form.get(request.form.get("preview", "text"), "")
    as_fragment = FRAGMENT in request.headers.get("Accept", "")
    return render_template("proposals/_preview.html" if as_fragment else "proposals/preview.html", text=text)
