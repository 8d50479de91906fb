"""A group's chapter of an edition, with what is living beside its text."""

from flask import render_template
from werkzeug.wrappers import Response

from app.clock import now
from app.queries.manual.chapter import chapter_beside, chapter_state
from app.web.kit.access import signed_in, viewer
from app.web.kit.conditional import unless_known
from app.web.manual import blueprint
from app.wording.manual import signoff_words, tally_words


@blueprint.get("/manual/editions/<int:number>/<code>")
@signed_in
def chapter(number: int, code: str) -> Response:
    """A group's chapter as it was published, each paragraph with where it comes from (M3)."""
    state = chapter_state(number, code, viewer(), now())

    def rendered() -> str:
        beside = chapter_beside(state, viewer(), now())
        words = {"tally_words": tally_words, "signoff_words": signoff_words}
        return render_template(
            "manual/chapter.html",
            page=beside.page,
            beside=beside,
            last_read=state.last_read,
            may_raise=state.may_raise,
            **words,
        )

    return unless_known(state.depends_on, rendered)
