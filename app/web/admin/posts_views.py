"""Managerial posts of a city: added and renamed."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions import posts
from app.clock import now
from app.i18n import gettext as _
from app.queries.council import city_named
from app.queries.council_city import city_page
from app.queries.people import post_named
from app.transaction import transaction
from app.web.admin import blueprint
from app.web.admin.council_forms import PostForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.post("/administration/cities/<code>/posts")
@signed_in
def add_post(code: str) -> Answer:
    """Add a managerial post to a city."""
    form, found = PostForm(), city_named(code)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            posts.add_post(found.id, viewer(), form.name.data or "")
        if not form.errors:
            flash(_("The post was added. Next, say who holds it on that person's page."), "success")
            return _to_posts(code)
    page = city_page(viewer(), code, now())
    return render_template("admin/city.html", page=page, post_form=form, at=now()), 422


@blueprint.get("/administration/posts/<int:post_id>/rename")
@signed_in
def edit_post(post_id: int) -> Answer:
    """The form to rename a post."""
    found = post_named(post_id)
    return render_template("admin/post_edit.html", post=found, form=PostForm(obj=found))


@blueprint.post("/administration/posts/<int:post_id>/rename")
@signed_in
def rename_post(post_id: int) -> Answer:
    """Rename a post; signatures keep the name they were given under."""
    form = PostForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            posts.rename_post(post_id, viewer(), form.name.data or "")
        if not form.errors:
            flash(_("Saved."), "success")
            return _to_posts(post_named(post_id).city.code)
    return render_template("admin/post_edit.html", post=post_named(post_id), form=form), 422


def _to_posts(code: str) -> Response:
    return redirect(url_for("admin.city", code=code, _anchor="posts"), 303)
