"""Reading ballots: the lists, one round, its live count."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app.clock import now
from app.domain.rounds import RoundList
from app.queries.ballots.lists import RoundFilter, round_counts, rounds_page
from app.queries.ballots.pages import round_page
from app.queries.differences.lists import readable_groups
from app.web.ballots import (
    blueprint,
    casting_views,
    ending_views,
    imagining_views,
    opening_views,
    recording_views,
)
from app.web.ballots.casting_views import position_form
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number

__all__ = [
    "blueprint",
    "casting_views",
    "ending_views",
    "imagining_views",
    "opening_views",
    "recording_views",
]

LISTS = {of.value: of for of in RoundList}


@blueprint.get("/ballots")
@signed_in
def index() -> str:
    """The rounds: open, closing soon, waiting for the viewer's city, closed, cancelled."""
    at, of = now(), LISTS.get(request.args.get("list", ""), RoundList.OPEN)
    chosen = RoundFilter(of, request.args.get("group", ""))
    return render_template(
        "ballots/index.html",
        chosen=chosen,
        page=rounds_page(chosen, viewer(), page_number(), at),
        counts=round_counts(viewer(), at),
        lists=[of for of in RoundList if of is not RoundList.MINE or viewer().city_id],
        groups=readable_groups(viewer(), at),
    )


@blueprint.get("/ballots/<int:round_id>")
@signed_in
def show(round_id: int) -> str:
    """One round: the text, the positions, the count, and the form of those who vote."""
    page = round_page(round_id, viewer(), now())
    return render_template("ballots/show.html", page=page, form=position_form(page))


@blueprint.get("/ballots/<int:round_id>/tally")
@signed_in
def tally(round_id: int) -> Response:
    """The count alone, for the page that keeps it fresh; 304 while nothing changed."""
    page = round_page(round_id, viewer(), now())
    answer = make_response(render_template("ballots/_tally.html", page=page))
    answer.add_etag()
    return answer.make_conditional(request)
