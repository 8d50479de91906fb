"""Finding words in an edition, in all of its chapters or in one."""

from flask import render_template, request

from app.clock import now
from app.domain.searching import MAX_QUERY
from app.queries.manual.finding import find_in_edition
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.manual import blueprint


@blueprint.get("/manual/editions/<int:number>/find")
@signed_in
def find(number: int) -> str:
    """The paragraphs of an edition that hold every word."""
    query, chapter = request.args.get("q", "")[:MAX_QUERY], request.args.get("chapter", "").upper()
    found = find_in_edition(number, query, chapter, viewer(), now(), page_number())
    return render_template("manual/find.html", found=found, query=query, chapter=chapter)
