"""Home: what waits for a person and the person's city, who has not answered, and the inbox of notices."""

from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.notices import mark_read
from app.clock import now
from app.domain.ball import BallKind, OwnTask
from app.domain.workflow import Stage
from app.i18n import ngettext
from app.models import Group, Meeting
from app.policies.standing import is_secretariat
from app.queries.confirmations import unconfirmed
from app.queries.differences.lists import recently_changed, stage_counts
from app.queries.joining.progress import positions_missing
from app.queries.notices import inbox, named
from app.queries.outstanding import outstanding_by_city
from app.queries.paging import Page, page_of_list
from app.queries.todo import Task, tasks_of
from app.transaction import transaction
from app.web.home import blueprint
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.kit.targets import act_url, notice_url
from app.wording import label
from app.wording.dates import number_words
from app.wording.downloads import order_words

SHOWN = 10
MINUTES_SHOWN = 20
FOR_THE_SECRETARIAT = (
    Stage.RAISED,
    Stage.SURVEYING,
    Stage.PROPOSING,
    Stage.DISCUSSING,
    Stage.VOTING,
    Stage.ESCALATED,
    Stage.DECIDED,
)


@dataclass(frozen=True)
class TaskLine:
    """A task as its macro shows it: the address of the act, and how urgent it is."""

    task: Task
    url: str
    urgency: str

    @property
    def title(self) -> str:
        """What the task is about."""
        if self.task.chapter is not None:
            return ngettext("%(num)s decision in force", "%(num)s decisions in force", self.task.count)
        about = self.task.difference or self.task.meeting
        return self.task.words or (about.title if about is not None else "")


@dataclass(frozen=True)
class StageBar:
    """How many differences stand at a stage, as a bar with the list behind it."""

    label: str
    value: int
    text: str
    url: str


@blueprint.get("/")
@signed_in
def index() -> str:
    """What waits for the person and the person's city; for the secretariat also who has not answered."""
    at = now()
    person = viewer()
    lines = _lines(tasks_of(person, at), at)
    own = [line for line in lines if line.task.own]
    of_city = [line for line in lines if not line.task.own]
    groups = None if is_secretariat(person) else sorted({r.group_id for r in person.roles if r.held_at(at)})
    page = {
        "own": own,
        "of_city": of_city,
        "shown": SHOWN,
        "overdue": sum(line.urgency == "overdue" for line in lines),
        "recent": recently_changed(person, groups, at),
        "has_groups": groups is None or bool(groups),
    }
    if is_secretariat(person):
        counts = stage_counts(person, at)
        page["stages"] = [_bar(stage, counts[stage]) for stage in FOR_THE_SECRETARIAT]
        minutes = unconfirmed(at)
        page["outstanding"] = outstanding_by_city(at, minutes)
        page["minutes"] = minutes[:MINUTES_SHOWN]
        page["joining"] = positions_missing()
    return render_template("home/index.html", **page)


@blueprint.get("/todo")
@signed_in
def todo() -> str:
    """Everything that waits: ?for=city for the others of the person's city."""
    at = now()
    own = request.args.get("for") != "city"
    lines = [line for line in _lines(tasks_of(viewer(), at), at) if line.task.own is own]
    page: Page[TaskLine] = page_of_list(lines, page_number())
    return render_template("home/todo.html", page=page, own=own)


@blueprint.get("/notices")
@signed_in
def notices() -> str:
    """The inbox, newest first."""
    page = inbox(viewer(), page_number())
    urls = {notice.id: notice_url(notice) for notice in page.items}
    words = {"order_words": order_words}
    return render_template("home/notices.html", page=page, urls=urls, named=named(page.items), **words)


@blueprint.post("/notices/read")
@signed_in
def read_all() -> Response:
    """Mark every notice as read."""
    with transaction():
        mark_read(viewer())
    return redirect(url_for("home.notices"), 303)


@blueprint.post("/notices/<int:notice_id>/read")
@signed_in
def read(notice_id: int) -> Response:
    """Mark one notice as read; of somebody else's nothing happens."""
    with transaction():
        mark_read(viewer(), notice_id)
    return redirect(url_for("home.notices", page=page_number()), 303)


def _bar(stage: Stage, count: int) -> StageBar:
    url = url_for("differences.index", stage=stage.value) if count else ""
    return StageBar(label(stage), count, number_words(count), url)


def _lines(tasks: list[Task], at: datetime) -> list[TaskLine]:
    return [TaskLine(task, _task_url(task), task.urgency(at)) for task in tasks]


def _task_url(task: Task) -> str:
    if task.chapter is not None:
        return _chapter_url(task, task.chapter)
    if task.meeting is not None:
        return _minutes_url(task, task.meeting)
    if task.act is OwnTask.DO_TAKE_HOME:
        return url_for("discussion.finish", item_id=task.subject_id)
    if task.act is BallKind.SETTLE_CONCERNS and task.own:
        return url_for("discussion.show", comment_id=task.subject_id)
    if task.act is BallKind.TAKE_POSITION:
        return url_for("ballots.show", round_id=task.subject_id, _anchor="position")
    if task.act is BallKind.PUT_INTO_EFFECT:
        return url_for("manual.adoption", decision_id=task.subject_id)
    if task.act is OwnTask.READ_AFTERWARDS:
        return url_for("signoff.reading", reading_id=task.subject_id)
    if task.act is BallKind.SIGN:
        return url_for("signoff.step", step_id=task.subject_id)
    if task.difference is None:
        return url_for("home.index")
    return act_url(task.act, task.difference, viewer())


def _chapter_url(task: Task, chapter: Group) -> str:
    view = "joining.confirm" if task.act is OwnTask.CONFIRM_ANSWERS and task.own else "joining.chapter"
    city = viewer().city
    return url_for(view, code=city.code if city else "", group=chapter.code)


def _minutes_url(task: Task, meeting: Meeting) -> str:
    if task.act is OwnTask.CONFIRM_CORRECTION:
        return url_for("meetings.confirm_correction", meeting_id=meeting.id, number=task.subject_id)
    view = "meetings.remarks" if task.act is OwnTask.ANSWER_REMARKS else "meetings.minutes"
    return url_for(view, meeting_id=meeting.id)
