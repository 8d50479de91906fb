"""The open discussion: all threads of a difference, one thread, writing, replying, and whom one can call in."""

from flask import Response as FlaskResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions.discussion import add_comment
from app.clock import now
from app.domain.discussion import CommentKind, handles, matching
from app.i18n import gettext as _
from app.models import Comment, Difference
from app.policies.discussion import may_comment
from app.policies.verdicts import ensure
from app.queries.differences import difference_named
from app.queries.discussion import ThreadFilter, discussion_page, thread_page
from app.queries.discussion.one import comment_seen
from app.queries.discussion.places import choosable_places
from app.queries.discussion.threads import ThreadPage, page_of_reply
from app.queries.roles import people_of_group
from app.transaction import transaction
from app.web.discussion import blueprint
from app.web.discussion.forms import CommentForm, ReplyForm
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.wording import label

Answer = str | Response | tuple[str, int]


@blueprint.get("/differences/<number>/discussion")
@signed_in
def index(number: str) -> str:
    """Every thread of a difference, filtered by the address, newest first."""
    chosen = _chosen()
    page = discussion_page(number, viewer(), chosen, page_number(), now())
    return render_template(
        "discussion/index.html",
        page=page,
        chosen=chosen,
        kinds=list(CommentKind),
        places=choosable_places(page.difference),
    )


@blueprint.get("/comments/<int:comment_id>")
@signed_in
def show(comment_id: int) -> str | Response:
    """One thread; the address of a reply leads to its place in its thread."""
    comment = comment_seen(comment_id, viewer())
    if comment.parent_id is not None:
        return redirect(_address(comment))
    page = thread_page(comment_id, viewer(), page_number(), now())
    return render_template("discussion/thread.html", page=page, form=_reply_form(page))


@blueprint.route("/differences/<number>/discussion/new", methods=["GET", "POST"])
@signed_in
def new(number: str) -> Answer:
    """Begin a thread on the difference, on a proposal or on a heading of one."""
    difference = difference_named(number, viewer())
    ensure(may_comment(viewer(), difference, now()))
    form = _comment_form(difference)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            comment = _add(number, form)
        if not form.errors:
            flash(_("Your comment is added."), "success")
            return redirect(_address(comment), 303)
    page = render_template("discussion/new.html", form=form, difference=difference)
    return page, 422 if form.errors else 200


@blueprint.post("/comments/<int:comment_id>/replies")
@signed_in
def reply(comment_id: int) -> Answer:
    """Reply in a thread."""
    page = thread_page(comment_id, viewer(), 1, now())
    ensure(page.may_comment)
    form = _reply_form(page)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            comment = add_comment(
                page.difference.number,
                viewer(),
                body=form.body.data,
                parent_id=comment_id,
                mentions=form.mentions.data,
                files=form.files.data,
                key=form.key.data,
            )
        if not form.errors:
            return redirect(_address(comment), 303)
    return render_template("discussion/thread.html", page=page, form=form), 422


@blueprint.get("/differences/<number>/mentions")
@signed_in
def mentions(number: str) -> FlaskResponse:
    """The people whose name contains what was typed after @, for completion while typing."""
    difference = difference_named(number, viewer())
    people = people_of_group(difference.group, now())
    names = handles({person.id: person.printed for person in people})
    printed = {person.id: person.printed for person in people}
    found = matching(names, request.args.get("q", "")[:40])
    return jsonify([{"value": f"@{handle}", "label": printed[id_]} for id_, handle in found.items()])


def _add(number: str, form: CommentForm) -> Comment:
    proposal, _colon, anchor = (form.place.data or "").partition(":")
    return add_comment(
        number,
        viewer(),
        kind=form.kind.data,
        body=form.body.data,
        proposal_id=int(proposal) if proposal else None,
        anchor=anchor if proposal else None,
        mentions=form.mentions.data,
        files=form.files.data,
        key=form.key.data,
    )


def _chosen() -> ThreadFilter:
    """The filters of the address; what it does not know narrows nothing."""
    asked = request.args
    proposal = asked.get("proposal", "")
    known = proposal.isascii() and proposal.isdigit() and len(proposal) < 5
    return ThreadFilter(
        kind=next((kind for kind in CommentKind if kind.value == asked.get("kind")), None),
        open=asked.get("open") == "1",
        proposal=int(proposal) if known else None,
        anchor=asked.get("anchor"),
    )


def _comment_form(difference: Difference) -> CommentForm:
    """The form with the kinds that are possible now and the places; the address can choose both beforehand."""
    asked = {"kind": request.args.get("kind"), "place": request.args.get("place", "")}
    kinds = [kind for kind in CommentKind if may_comment(viewer(), difference, now(), kind)]
    form = CommentForm(data={"kind": next((k for k in kinds if k.value == asked["kind"]), kinds[0])})
    form.kind.choices = [SelectChoice(kind.value, label(kind)) for kind in kinds]
    form.place.choices = _places(difference)
    if not form.is_submitted():
        form.place.data = asked["place"]
    _with_people(form, difference)
    return form


def _reply_form(page: ThreadPage) -> ReplyForm:
    form = ReplyForm()
    _with_people(form, page.difference)
    return form


def _with_people(form: ReplyForm, difference: Difference) -> None:
    """The people of the group but the viewer, city by city."""
    people = [person for person in people_of_group(difference.group, now()) if person.id != viewer().id]
    people.sort(key=lambda person: (person.city.code if person.city else "", person.id))
    form.mentions.choices = [SelectChoice(person.id, person.printed) for person in people]


def _places(difference: Difference) -> list[SelectChoice]:
    choices = [SelectChoice("", _("The difference as a whole"))]
    for proposal, headings in choosable_places(difference):
        name = _("Proposal %(number)s", number=proposal.number)
        whole = _("%(proposal)s as a whole", proposal=name)
        choices.append(SelectChoice(f"{proposal.id}:", whole, optgroup=name))
        choices += [
            SelectChoice(
                f"{proposal.id}:{heading.anchor}", "　" * (heading.level - 1) + heading.title, optgroup=name
            )
            for heading in headings
        ]
    return choices


def _address(comment: Comment) -> str:
    """Where a comment stands: its thread, the page of it, the place on the page."""
    thread = comment.parent_id or comment.id
    page = page_of_reply(comment) if comment.parent_id else 1
    place = page if page > 1 else None
    return url_for("discussion.show", comment_id=thread, page=place, _anchor=f"comment-{comment.id}")
