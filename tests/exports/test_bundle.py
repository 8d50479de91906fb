"""The papers of a meeting in one file: what is in them, and that no caucus is (A1, T12)."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.exports.bundle import bundle_document
from app.i18n import locale_scope
from app.models import Meeting, User
from app.queries.council import the_council
from app.queries.meetings.bundle import bundle_of
from tests.builders.council import a_representative, a_secretary
from tests.builders.discussion import a_caucus_entry, a_concern, a_draft_position
from tests.builders.meetings import a_meeting, an_item
from tests.builders.proposals import a_difference_on_the_table, a_proposal

SignedIn = Callable[[User], FlaskClient]


def test_t12_the_papers_hold_agenda_grid_text_with_hash_alternatives_concerns_and_how_far_the_cities_are(
    session: Session, signed_in: SignedIn
) -> None:
    meeting, voice = _meeting()
    difference = meeting.agenda[0].difference
    assert difference is not None
    a_proposal(difference, title="別の案の題名")
    concern = a_concern(difference, voice)
    said = _said(meeting, a_secretary())
    on_table = bundle_of(meeting.id, voice, clock.now()).items[0].state
    assert on_table is not None
    assert on_table.paper is not None

    for words in (
        "会議資料一式",
        difference.number,
        on_table.paper.version.text_hash,
        "別の案の題名",
        concern.body,
        "この市の懸念が残っています",
        "連絡事項",
    ):
        assert words in said, words
    answer = signed_in(voice).get(f"/meetings/{meeting.id}/papers.pdf")
    assert answer.data[:5] == b"%PDF-"


def test_a1_the_papers_are_alike_for_every_reader_whatever_stands_in_a_caucus(session: Session) -> None:
    meeting, voice = _meeting()
    difference = meeting.agenda[0].difference
    assert difference is not None
    readers = (voice, a_secretary())
    before = [_said(meeting, reader) for reader in readers]
    a_caucus_entry(difference, voice)
    a_draft_position(difference, voice)

    assert [_said(meeting, reader) for reader in readers] == before
    assert before[0] == before[1]


def _meeting() -> tuple[Meeting, User]:
    difference = a_difference_on_the_table()
    voice = a_representative(difference.group, difference.group.cities[0].city)
    meeting = a_meeting(difference.group)
    an_item(meeting, difference)
    an_item(meeting)
    return meeting, voice


def _said(meeting: Meeting, reader: User) -> str:
    with locale_scope("ja"):
        return str(bundle_document(bundle_of(meeting.id, reader, clock.now()), the_council()))
