"""The page of a difference: progress, ball, grid, the panels of every area, what can be done, and the timeline."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import now
from app.domain.progress import progress
from app.domain.workflow import Act, Stage
from app.i18n import gettext as _
from app.models import City, Difference
from app.policies import differences as policies
from app.policies.ball import has_ball
from app.policies.standing import reads
from app.policies.verdicts import Verdict
from app.queries.ballots.pages import ballot_panel
from app.queries.caucus import caucus_panel
from app.queries.council import cities
from app.queries.decisions.panel import decision_panel
from app.queries.differences import difference_named, unanswered_cities
from app.queries.differences.balls import ball_on
from app.queries.differences.concerns import open_concerns
from app.queries.differences.grid import Grid, grid_of
from app.queries.differences.lists import merged_into
from app.queries.discussion.panel import discussion_panel
from app.queries.joining.said import objection_behind
from app.queries.meetings.lists import meetings_panel
from app.queries.proposals.panel import ProposalsPanel, proposals_panel
from app.queries.signoff.panel import signoff_panel
from app.queries.timeline import stage_before_end, timeline_of, was_escalated
from app.web.differences import blueprint
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number, page_url
from app.web.kit.targets import act_url
from app.wording import label

PANELS: dict[str, Callable[..., Any]] = {
    "proposals_panel": proposals_panel,
    "discussion_panel": discussion_panel,
    "caucus_panel": caucus_panel,
    "ballot_panel": ballot_panel,
    "signoff_panel": signoff_panel,
    "decision_panel": decision_panel,
    "meetings_panel": meetings_panel,
}


@dataclass(frozen=True)
class ActEntry:
    """An act on a difference: its word, its page, and whether the viewer may."""

    act: Act
    label: str
    url: str
    verdict: Verdict


@dataclass(frozen=True)
class ProgressStep:
    """A step of the progress line, as its macro takes it."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Column:
    """A city at the head of the grid, with what is particular about it."""

    city: City
    note: str

    def name(self, locale: str) -> str:
        """The city's name in a language."""
        return self.city.name(locale)


@blueprint.get("/differences/<number>")
@signed_in
def show(number: str) -> str | Response:
    """One difference; a merged one leads to the one that goes on, unless ?stay=1 asks for itself (L9)."""
    difference = difference_named(number, viewer())
    at = now()
    onward = difference.merged_into
    if onward is not None and "stay" not in request.args and reads(viewer(), onward.group, at):
        return redirect(url_for("differences.show", number=onward.number, merged=difference.number), 301)
    grid = grid_of(difference, at)
    ball = ball_on(difference, at)
    panels = {name: panel(difference, viewer(), at) for name, panel in PANELS.items()}
    return render_template(
        "differences/show.html",
        difference=difference,
        objection=objection_behind(difference),
        steps=_steps(difference),
        ball=ball,
        ball_url=act_url(ball.kind, difference, viewer()),
        has_ball=has_ball(viewer(), ball, difference, at),
        overdue=ball.due is not None and ball.due <= at,
        cities={city.id: city for city in cities()},
        grid=grid,
        columns=_columns(grid, at),
        may_state=_may_state(difference, grid, at),
        acts=_acts(difference, at),
        merged=merged_into(difference),
        came_from=request.args.get("merged", ""),
        timeline=timeline_of(difference, viewer(), page_number()),
        timeline_url=_timeline_url,
        effects_url=_effects_url(difference, panels["proposals_panel"]),
        **panels,
    )


def _timeline_url(page: int) -> str:
    return f"{page_url(page)}#timeline"


def _effects_url(difference: Difference, panel: ProposalsPanel) -> str:
    """The page on which the proposal stands beside each city's practice."""
    first = panel.cards[0].proposal.number if panel.cards else 1
    return url_for("proposals.show", number=difference.number, proposal=first)


def _steps(difference: Difference) -> list[ProgressStep]:
    ended_from = stage_before_end(difference)
    steps = progress(
        difference.stage,
        held=difference.held,
        ended_from=ended_from,
        escalated=was_escalated(difference),
    )
    return [ProgressStep(label(s.stage), s.state, _note(s.stage, s.state)) for s in steps]


def _note(stage: Stage, state: str) -> str:
    return _("if needed") if stage is Stage.ESCALATED and state == "coming" else ""


def _columns(grid: Grid, at: datetime) -> list[Column]:
    return [Column(cell.city, _column_note(cell.city, cell.takes_part, at)) for cell in grid.cells]


def _column_note(city: City, takes_part: bool, at: datetime) -> str:
    if not takes_part:
        return _("No longer takes part")
    membership = city.membership_at(at)
    return label(membership.kind) if membership and not city.is_member(at) else ""


def _may_state(difference: Difference, grid: Grid, at: datetime) -> dict[int, Verdict]:
    return {
        cell.city.id: policies.may_state_practice(viewer(), difference, cell.city, at) for cell in grid.cells
    }


def _acts(difference: Difference, at: datetime) -> list[ActEntry]:
    """What can be done to the difference itself, each with the verdict for the viewer."""
    who = viewer()
    missing = unanswered_cities(difference, at)
    may_announce = policies.may_announce_no_difference(who, difference, missing, at)
    may_find = policies.may_find_no_difference(who, difference, missing, open_concerns(difference), at)
    entries = [
        (Act.OPEN_SURVEY, "open_survey", policies.may_open_survey(who, difference, at)),
        (Act.CLOSE_SURVEY, "close_survey", policies.may_close_survey(who, difference, at)),
        (Act.HOLD, "hold", policies.may_hold(who, difference, at)),
        (Act.RESUME, "resume", policies.may_resume(who, difference, at)),
        (Act.MERGE, "merge", policies.may_merge(who, difference, at)),
        (Act.WITHDRAW, "withdraw", policies.may_withdraw(who, difference, at)),
        (Act.RESTORE, "restore", policies.may_restore(who, difference, at)),
        (Act.REOPEN, "reopen", policies.may_reopen(who, difference, at)),
    ]
    acts = [_entry(act, label(act), view, difference, verdict) for act, view, verdict in entries]
    announce = _entry(
        Act.FIND_NO_DIFFERENCE,
        _("Announce that there is no difference"),
        "announce_no_difference",
        difference,
        may_announce,
    )
    find = _entry(
        Act.FIND_NO_DIFFERENCE, label(Act.FIND_NO_DIFFERENCE), "find_no_difference", difference, may_find
    )
    acts.insert(2, announce if difference.no_difference_until is None else find)
    change = policies.may_change(who, difference, at)
    return [*acts, _entry(Act.RAISE, _("Correct title and reasons"), "change", difference, change)]


def _entry(act: Act, words: str, view: str, difference: Difference, verdict: Verdict) -> ActEntry:
    return ActEntry(act, words, url_for(f"differences.{view}", number=difference.number), verdict)
