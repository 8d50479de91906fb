"""Reading amendments: all of a proposal, and one beside the version it was made on."""

from flask import render_template

from app.clock import now
from app.queries.proposals.amendments import amendment_list, amendment_page
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.proposals import blueprint


@blueprint.get("/differences/<number>/proposals/<int:proposal>/amendments")
@signed_in
def amendments(number: str, proposal: int) -> str:
    """The amendments of a proposal, newest first."""
    page = amendment_list(number, proposal, viewer(), now(), page_number())
    return render_template("proposals/amendments.html", page=page)


@blueprint.get("/differences/<number>/proposals/<int:proposal>/amendments/<int:amendment>")
@signed_in
def amendment(number: str, proposal: int, amendment: int) -> str:
    """One amendment: what it changes, why, and what became of it."""
    page = amendment_page(number, proposal, amendment, viewer(), now())
    return render_template("proposals/amendment.html", page=page)
