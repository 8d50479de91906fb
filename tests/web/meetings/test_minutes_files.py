"""M10: what a file of minutes says is what their page says, in both layouts and languages."""

import html
import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.meetings import MinutesLayout
from app.exports.document import Heading, Table, long_date, plain
from app.exports.measures import caption_text, heading_text
from app.exports.minutes import minutes_document
from app.exports.prepare import prepared
from app.exports.typesetting import PdfFailed
from app.i18n import locale_scope
from app.models import User
from app.queries.council import the_council
from app.queries.meetings.minutes_page import minutes_page
from tests.builders.meetings import Sitting, a_full_sitting, circulated, confirmed
from tests.exports.test_minutes import texts_of


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("layout", list(MinutesLayout))
def test_m10_the_page_says_all_that_the_file_says_and_the_file_is_of_the_layout_on_the_page(
    session: Session, signed_in: Callable[[User], FlaskClient], layout: MinutesLayout, language: str
) -> None:
    sitting = a_full_sitting()
    circulated(sitting)
    confirmed(sitting, sitting.voices[:1])
    browser, address = signed_in(sitting.voices[1]), f"/meetings/{sitting.meeting.id}/minutes"
    browser.set_cookie("language", language)
    page = _bare(browser.get(f"{address}?layout={layout.value}").text)
    file = browser.get(f"{address}.md?layout={layout.value}")

    missing = [text for text in _said_in_the_file(sitting, layout, language) if _bare(text) not in page]
    assert missing == []
    # The summary record heads the parts of an item; the results hold no such heading, in the file as on the page.
    parts = len(re.findall(r"^#### ", file.text, re.MULTILINE))
    assert parts == (9 if layout is MinutesLayout.SUMMARY else 0)


def test_m10_minutes_that_cannot_be_set_say_so_and_name_a_way(
    session: Session, signed_in: Callable[[User], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = a_full_sitting()
    circulated(sitting)
    these_then_a_plain_page = iter([[PdfFailed("refused")], [b"%PDF"]])
    monkeypatch.setattr("app.exports.pdf.set_each", lambda *_args: next(these_then_a_plain_page))
    browser, address = signed_in(sitting.voices[0]), f"/meetings/{sitting.meeting.id}/minutes"

    answer = browser.get(f"{address}.pdf")

    assert answer.status_code == 500
    assert "PDFにできない内容が含まれています。Wordなど、ほかの形式で取得してください。" in answer.text
    assert browser.get(f"{address}.md").status_code == 200


def _said_in_the_file(sitting: Sitting, layout: MinutesLayout, language: str) -> Iterator[str]:
    with locale_scope(language):
        sheet = minutes_page(sitting.meeting.id, sitting.secretary, now(), layout=layout).sheet
        document = prepared(minutes_document(sheet, the_council()))
    assert document.letterhead is not None
    yield from (document.title, document.subtitle, document.number, document.stamp, document.imprint)
    yield from (document.letterhead.organisation, *document.letterhead.lines)
    yield long_date(document.date, document.language)
    yield from texts_of(document.parts)
    yield from (plain(heading_text(part)) for part in document.parts if isinstance(part, Heading))
    yield from (caption_text(part) for part in document.parts if isinstance(part, Table))


def _bare(text: str) -> str:
    """The words without tags and spaces."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())
