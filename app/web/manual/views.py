"""Reading the manual: the latest edition, every earlier one, the one of a day, one paragraph for ever."""

from collections.abc import Callable, Iterable
from datetime import date

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import now
from app.domain.calendar import tokyo_date
from app.models import Edition
from app.policies.manual import may_see_readers, may_write_manual, reads_whole_manual
from app.policies.verdicts import NotFound
from app.queries.manual.editions import edition_numbered, edition_on, editions_page, latest_edition
from app.queries.manual.pending import pending_decisions
from app.queries.manual.readers import cities_read
from app.queries.manual.reading import contents_of, newest_introduction, newest_with
from app.queries.manual.readings import known_chapters
from app.web.kit.access import signed_in, viewer
from app.web.kit.conditional import unless_known
from app.web.kit.paging import page_number
from app.web.manual import (
    adoption_views,
    blueprint,
    chapter_views,
    city_views,
    coming_views,
    compare_views,
    domains_views,
    files_views,
    find_views,
    introductions_views,
    readings_views,
    sections_views,
    structure_views,
    texts_views,
)

__all__ = [
    "adoption_views",
    "blueprint",
    "chapter_views",
    "city_views",
    "coming_views",
    "compare_views",
    "domains_views",
    "files_views",
    "find_views",
    "introductions_views",
    "readings_views",
    "sections_views",
    "structure_views",
    "texts_views",
]


@blueprint.get("/manual")
@signed_in
def index() -> str:
    """The latest edition by domain and group, every edition, and what the next one waits for."""
    last, at = latest_edition(), now()
    return render_template(
        "manual/index.html",
        page=contents_of(last, viewer(), at) if last else None,
        known=known_chapters(last, viewer(), at) if last else {},
        editions=editions_page(page_number()),
        pending=pending_decisions(viewer(), at),
        may_write=may_write_manual(viewer()),
        today=tokyo_date(at),
    )


@blueprint.get("/manual/editions/<int:number>")
@signed_in
def edition(number: int) -> Response:
    """The whole contents of an edition."""
    found = edition_numbered(number)
    known = known_chapters(found, viewer(), now())
    read = cities_read(found, viewer(), now()) if may_see_readers(viewer(), now()) else []

    def page() -> str:
        contents = contents_of(found, viewer(), now())
        whole = reads_whole_manual(viewer())
        return render_template("manual/edition.html", page=contents, whole=whole, known=known, read=read)

    return _unless_known(found, page, [*map(str, known.items()), *map(str, read)])


@blueprint.get("/manual/on")
@signed_in
def as_of() -> Response:
    """The edition that was the latest on a day (M4)."""
    try:
        day = date.fromisoformat(request.args.get("day", "").replace("/", "-"))
    except ValueError:
        raise NotFound from None
    found = edition_on(day)
    if found is None:
        raise NotFound
    return redirect(url_for("manual.edition", number=found.number), 303)


@blueprint.get("/manual/paragraphs/<anchor>")
@signed_in
def paragraph(anchor: str) -> Response:
    """The paragraph of an anchor in the last edition that has it: an address for ever."""
    introduced = newest_introduction(anchor, viewer(), now())
    if introduced is not None:
        return redirect(url_for("manual.edition", number=introduced.number, _anchor=anchor.lower()), 303)
    found, code = newest_with(anchor, viewer(), now())
    return redirect(url_for("manual.chapter", number=found.number, code=code, _anchor=anchor.lower()), 303)


def _unless_known(edition: Edition, render: Callable[[], str], living: Iterable[str] = ()) -> Response:
    """A stored edition's page, unless the browser has it: but for the newest number and what is living in it (M1)."""
    last = latest_edition()
    return unless_known(
        [edition.content_hash, edition.note, str(last.number if last else 0), *living], render
    )
