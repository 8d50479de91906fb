"""A group's chapter of an edition: its stored text, made once and kept, with what is living beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import get_template_attribute, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.clock import now
from app.i18n import current_locale
from app.queries.manual.chapter import chapter_beside, chapter_state
from app.queries.manual.editions import edition_numbered
from app.queries.manual.reading import chapter_sections
from app.web.kit.access import signed_in, viewer
from app.web.kit.conditional import program, unless_known
from app.web.manual import blueprint
from app.wording.manual import signoff_words, tally_words


@dataclass(frozen=True)
class Written:
    """What a paragraph says and what it rests on, as HTML."""

    text: Markup
    basis: Markup


@blueprint.get("/manual/editions/<int:number>/<code>")
@signed_in
def chapter(number: int, code: str) -> Response:
    """A group's chapter as it was published, each paragraph with where it comes from (M3)."""
    state = chapter_state(number, code, viewer(), now())

    def rendered() -> str:
        beside = chapter_beside(state, viewer(), now())
        kept = (state.edition.content_hash, number, state.group.code, current_locale(), program())
        return render_template(
            "manual/chapter.html", page=beside.page, beside=beside, state=state, written=_written(*kept)
        )

    return unless_known(state.depends_on, rendered)


@lru_cache(maxsize=128)
def _written(
    _content_hash: str, number: int, code: str, _locale: str, _program: str
) -> Mapping[str, Written]:
    """The paragraphs of a chapter by their anchors. The arguments are all that their HTML depends on."""
    text = get_template_attribute("manual/_paragraph.html", "paragraph_text")
    basis = get_template_attribute("manual/_paragraph.html", "paragraph_basis")
    return {
        read.paragraph.anchor: Written(
            text(read.paragraph),
            basis(read.paragraph, read.source, tally_words, signoff_words) if read.source else Markup(),
        )
        for _section, paragraphs in chapter_sections(edition_numbered(number), code)
        for read in paragraphs
    }
