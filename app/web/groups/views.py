"""The map of groups and stages, the list of groups, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for

from app.clock import now
from app.domain.workflow import ENDS, PATH, Stage
from app.i18n import current_locale, pgettext
from app.queries.audit import numbers_of
from app.queries.council import domains
from app.queries.groups import GroupFilter, GroupLine, overview
from app.queries.groups_page import group_page
from app.web.groups import blueprint, deputies_views
from app.web.kit.access import signed_in, viewer
from app.wording import label

__all__ = ["blueprint", "deputies_views"]

LEVELS = 5


@dataclass(frozen=True)
class Cell:
    """One number of the map, how deep its colour is (0 to 5), and the list behind it."""

    count: int
    level: int
    url: str


@dataclass(frozen=True)
class Row:
    """One group of the map; heading is the domain's name on the first group of each."""

    label: str
    url: str
    heading: str
    cells: Sequence[Cell]
    total: int


@blueprint.get("/groups")
@signed_in
def index() -> str:
    """All working groups: a map of their differences by stage, or a list with people and meetings."""
    chosen = GroupFilter(
        domain=request.args.get("domain", ""),
        text=request.args.get("text", "")[:100],
        own=request.args.get("own") == "yes",
    )
    lines = overview(viewer(), chosen, now())
    return render_template(
        "groups/index.html",
        chosen=chosen,
        lines=lines,
        rows=_rows(lines),
        columns=[label(stage) for stage in PATH] + [pgettext("stages", "Ended otherwise")],
        domains=domains(),
        as_list=request.args.get("view") == "list",
        kept={name: value for name, value in request.args.items() if name != "view"},
    )


@blueprint.get("/groups/<code>")
@signed_in
def show(code: str) -> str:
    """One group: its differences by stage, its people by city, its meetings, what happened lately."""
    page = group_page(code, viewer(), now())
    stages = [stage for stage in (*PATH, *ENDS) if page.counts.get(stage)]
    return render_template(
        "groups/show.html", page=page, stages=stages, numbers=numbers_of(page.events), at=now()
    )


def _rows(lines: Sequence[GroupLine]) -> list[Row]:
    most = max((count for line in lines for count in line.counts.values()), default=0)
    rows, domain_id = [], 0
    for line in lines:
        group = line.group
        heading = "" if group.domain_id == domain_id else group.domain.name(current_locale())
        domain_id = group.domain_id
        rows.append(
            Row(
                f"{group.code} {group.name(current_locale())}",
                url_for("groups.show", code=group.code),
                heading,
                [*(_cell(line, stage, most) for stage in PATH), _ended(line, most)],
                line.total,
            )
        )
    return rows


def _cell(line: GroupLine, stage: Stage, most: int) -> Cell:
    count = line.counts.get(stage, 0)
    url = url_for("differences.index", group=line.group.code, stage=stage.value)
    return Cell(count, _level(count, most), url)


def _ended(line: GroupLine, most: int) -> Cell:
    count = sum(line.counts.get(stage, 0) for stage in ENDS)
    return Cell(count, min(1, count), url_for("differences.index", group=line.group.code))


def _level(count: int, most: int) -> int:
    return min(LEVELS, 1 + (count - 1) * LEVELS // most) if count else 0
