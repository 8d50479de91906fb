"""The manual for one city on a day, past, present or to come: its contents, and one chapter with what stands there."""

from datetime import date

from flask import render_template, request

from app.clock import now
from app.domain.calendar import FIRST_YEAR, LAST_YEAR, end_of_day_tokyo, tokyo_date
from app.models import City
from app.policies.verdicts import NotFound
from app.queries.council import cities
from app.queries.decisions.clerical import corrections_in_effect
from app.queries.manual.for_city import city_chapter, city_contents
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import halfwidth
from app.web.manual import blueprint


@blueprint.get("/manual/for-city")
@signed_in
def for_city() -> str:
    """What a city works by on a day: the viewer's own and today, unless the address says otherwise."""
    at, known = now(), cities()
    city, day = _city(known), _day() or tokyo_date(at)
    lines = city_contents(city, day, viewer(), at) if city else []
    group = _group([line.group.code for line in lines])
    paragraphs = city_chapter(city, day, group, viewer(), at) if city and group else ()
    decided = {read.decision.id for read in paragraphs if read.decision}
    return render_template(
        "manual/for_city.html",
        city=city,
        day=day,
        today=tokyo_date(at),
        unread=bool(request.args.get("day", "").strip()) and _day() is None,
        cities=known,
        lines=lines,
        line=next((line for line in lines if line.group.code == group), None),
        paragraphs=paragraphs,
        corrections=corrections_in_effect(decided, end_of_day_tokyo(day)),
    )


def _city(known: list[City]) -> City | None:
    """The city of the address, else the viewer's own, else the first."""
    wanted = request.args.get("city", "")
    if wanted:
        found = next((city for city in known if city.code == wanted), None)
        if found is None:
            raise NotFound
        return found
    return viewer().city or next(iter(known), None)


def _day() -> date | None:
    """The day of the address, in any width and with either stroke; None for what is none."""
    try:
        day = date.fromisoformat((halfwidth(request.args.get("day")) or "").replace("/", "-"))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _group(readable: list[str]) -> str:
    """The group of the address among those in the contents; empty for the contents alone."""
    asked = request.args.get("group", "").upper()
    return asked if asked in readable else ""
