"""The files of a person: their list, one order and how far it is, the file itself."""

import tempfile
from typing import IO

from flask import Response, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.actions.downloads import order_again
from app.clock import now
from app.i18n import gettext as _
from app.models import FileOrder
from app.queries.downloads import ContentLost, copy_content, order_page, order_to_fetch, orders_page
from app.transaction import transaction
from app.web.downloads import blueprint, ordering_views
from app.web.kit.access import signed_in, viewer
from app.web.kit.conditional import unless_known
from app.web.kit.paging import page_number
from app.wording.downloads import order_words
from app.wording.sizes import size_words

__all__ = ["blueprint", "ordering_views"]


@blueprint.get("/downloads")
@signed_in
def index() -> str:
    """Everything a person ordered and that is still kept."""
    return render_template(
        "downloads/index.html",
        orders=orders_page(viewer(), now(), page_number()),
        order_words=order_words,
        size_words=size_words,
    )


@blueprint.get("/downloads/<int:order_id>")
@signed_in
def show(order_id: int) -> AnyResponse:
    """One order: how far it is, and its file once it is there; answered shortly where nothing has changed."""
    page = order_page(order_id, viewer(), now())
    order = page.order
    state = [
        str(order.id),
        order.state.value,
        f"{order.attempts}:{order.done}/{order.total}",
        order.goes_at.isoformat(),
    ]
    words = {"order_words": order_words, "size_words": size_words}
    return unless_known(
        [*state, str(page.may_fetch)], lambda: render_template("downloads/show.html", page=page, **words)
    )


@blueprint.post("/downloads/<int:order_id>/again")
@signed_in
def again(order_id: int) -> AnyResponse:
    """Order once more what could not be made."""
    with transaction():
        order_again(order_id, viewer())
    flash(_("The file is ordered again."), "success")
    return redirect(url_for("downloads.show", order_id=order_id), 303)


@blueprint.get("/downloads/<int:order_id>/<filename>")
@signed_in
def fetch(order_id: int, filename: str) -> Response:
    """The file; it goes through a temporary file, so that a large one takes no memory."""
    order = order_to_fetch(order_id, filename, viewer(), now())
    answer = send_file(
        _copied(order), mimetype=order.media_type, as_attachment=True, download_name=order.filename, max_age=0
    )
    answer.content_length = order.size
    return answer


def _copied(order: FileOrder) -> IO[bytes]:
    """The content in a temporary file, which is closed with the answer."""
    content = tempfile.TemporaryFile()  # noqa: SIM115 - the answer needs it open
    try:
        copy_content(order, content)
    except ContentLost:
        content.close()
        raise
    content.seek(0)
    return content
