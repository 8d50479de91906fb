"""A joining city takes its position, section by section of a chapter, and confirms the chapter."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.joining import answer_decisions, confirm_answers
from app.clock import now
from app.domain.joining import Answer
from app.i18n import gettext as _
from app.i18n import ngettext
from app.policies.verdicts import ensure
from app.queries.joining import open_tasks_of_group
from app.queries.joining.chapter import ChapterOfJoining, chapter_of_joining
from app.transaction import transaction
from app.web.joining import blueprint
from app.web.joining.forms import ConfirmForm, SectionForm, section_form
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.wording.manual import signoff_words, tally_words

Reply = str | Response | tuple[str, int]


@blueprint.get("/joining/<code>/chapters/<group>")
@signed_in
def chapter(code: str, group: str) -> Reply:
    """The decisions of a section, each with what the city says to it."""
    page = _chapter(code, group)
    return _page(page, _form(page))


@blueprint.post("/joining/<code>/chapters/<group>")
@signed_in
def answer(code: str, group: str) -> Reply:
    """Record the answers of a page, each an act of its own; then on to what is still unanswered."""
    page = _chapter(code, group)
    ensure(page.may_answer)
    form = _form(page)
    if form.validate_on_submit():
        rest = Answer.ADOPT if request.form.get("adopt_rest") else None
        given = form.given([line.task for line in page.lines.items], rest=rest)
        with form.refusals(), transaction():
            count = answer_decisions(page.joining.city_id, viewer(), given, key=form.key.data)
        if not form.errors:
            flash(ngettext("%(num)s answer was saved.", "%(num)s answers were saved.", count), "success")
            return redirect(_onward(code, group), 303)
    return _page(_chapter(code, group), form), 422


@blueprint.get("/joining/<code>/chapters/<group>/confirm")
@signed_in
def confirm(code: str, group: str) -> Reply:
    """What a confirmation makes final."""
    page = _chapter(code, group)
    ensure(page.may_confirm)
    return _confirm_page(page, ConfirmForm(seen=page.seen))


@blueprint.post("/joining/<code>/chapters/<group>/confirm")
@signed_in
def make_final(code: str, group: str) -> Reply:
    """Confirm every answer of the chapter."""
    page, form = _chapter(code, group), ConfirmForm()
    ensure(page.may_confirm)
    seen = form.seen.data or ""
    with transaction():
        confirm_answers(
            page.joining.city_id,
            page.group.id,
            viewer(),
            seen=int(seen) if seen.isdecimal() else None,
            key=form.key.data,
        )
    flash(_("The answers of the chapter are confirmed."), "success")
    return redirect(url_for("joining.show", code=code), 303)


def _chapter(code: str, group: str) -> ChapterOfJoining:
    section = request.args.get("section", "")
    return chapter_of_joining(code, group, viewer(), now(), section=section, page=page_number())


def _form(page: ChapterOfJoining) -> SectionForm:
    return section_form([line.task for line in page.lines.items if line.task.confirmed_at is None])


def _onward(code: str, group: str) -> str:
    """Where the city goes on: the rest of this section, the next one with something unanswered, or the overview."""
    page = _chapter(code, group)
    here = page.section
    if here and not here.progress.unanswered:
        here = page.following
    if here is None:
        return url_for("joining.show", code=code, _anchor=page.group.code)
    number = page.lines.number if here is page.section else None
    return url_for("joining.chapter", code=code, group=group, section=here.anchor, page=number)


def _page(page: ChapterOfJoining, form: SectionForm) -> str:
    words = {"tally_words": tally_words, "signoff_words": signoff_words}
    return render_template("joining/chapter.html", page=page, form=form, **words)


def _confirm_page(page: ChapterOfJoining, form: ConfirmForm) -> str:
    tasks = open_tasks_of_group(page.joining.city_id, page.group.id)
    return render_template("joining/confirm.html", page=page, form=form, tasks=tasks)
