"""Inquiries: the list, asking about a paragraph, one with its answers, answering and closing."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.inquiries import ask, close_inquiry, reply
from app.clock import now
from app.domain.inquiries import InquiryState
from app.i18n import gettext as _
from app.policies.inquiries import may_ask
from app.policies.verdicts import ensure
from app.queries.differences.lists import readable_groups
from app.queries.inquiries import InquiryFilter, inquiries_page, inquiry_page
from app.queries.manual.paragraphs import paragraph_read
from app.transaction import transaction
from app.web.inquiries import blueprint
from app.web.inquiries.forms import AskForm, ReplyForm
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number

Answer = str | Response | tuple[str, int]


@blueprint.get("/inquiries")
@signed_in
def index() -> str:
    """What readers ask about the manual, the newest first."""
    chosen = _chosen()
    return render_template(
        "inquiries/index.html",
        page=inquiries_page(chosen, viewer(), page_number(), now()),
        chosen=chosen,
        states=list(InquiryState),
        groups=readable_groups(viewer(), now()),
    )


@blueprint.route("/manual/editions/<int:number>/paragraphs/<anchor>/ask", methods=["GET", "POST"])
@signed_in
def new(number: int, anchor: str) -> Answer:
    """Ask the group about a paragraph."""
    paragraph = paragraph_read(number, anchor, viewer(), now())
    ensure(may_ask(viewer(), paragraph.group, now()))
    form = AskForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            made = ask(number, anchor, viewer(), body=form.body.data, key=form.key.data)
        if not form.errors:
            flash(_("Your question is sent. You are told when it is answered."), "success")
            return redirect(url_for("inquiries.show", inquiry_id=made.id), 303)
    page = render_template("inquiries/new.html", form=form, paragraph=paragraph)
    return page, 422 if form.errors else 200


@blueprint.get("/inquiries/<int:inquiry_id>")
@signed_in
def show(inquiry_id: int) -> str:
    """One inquiry with what was answered."""
    page = inquiry_page(inquiry_id, viewer(), page_number(), now())
    return render_template("inquiries/show.html", page=page, form=ReplyForm())


@blueprint.post("/inquiries/<int:inquiry_id>/replies")
@signed_in
def add_reply(inquiry_id: int) -> Answer:
    """Answer it; the asker asks further."""
    page = inquiry_page(inquiry_id, viewer(), 1, now())
    ensure(page.may_reply)
    form = ReplyForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            reply(inquiry_id, viewer(), body=form.body.data, key=form.key.data)
        if not form.errors:
            flash(_("It is sent."), "success")
            return redirect(url_for("inquiries.show", inquiry_id=inquiry_id, _anchor="answers"), 303)
    return render_template("inquiries/show.html", page=page, form=form), 422


@blueprint.post("/inquiries/<int:inquiry_id>/close")
@signed_in
def close(inquiry_id: int) -> Response:
    """Close it."""
    ensure(inquiry_page(inquiry_id, viewer(), 1, now()).may_close)
    with transaction():
        close_inquiry(inquiry_id, viewer())
    flash(_("The inquiry is closed."), "success")
    return redirect(url_for("inquiries.show", inquiry_id=inquiry_id), 303)


def _chosen() -> InquiryFilter:
    """The filters of the address; what it does not know narrows nothing."""
    asked = request.args
    return InquiryFilter(
        state=next((state for state in InquiryState if state.value == asked.get("state")), None),
        group=asked.get("group", ""),
        paragraph=asked.get("paragraph", "").lower(),
        mine=asked.get("mine") == "1",
    )
