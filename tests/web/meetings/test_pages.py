"""Reading meetings and minutes: lists, the page of one, minutes and their files, who reads what."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.actions.differences import raise_difference
from app.actions.meetings import cancel_meeting
from app.clock import now
from app.domain.differences import DifferenceKind
from app.domain.meetings import AgendaPurpose, MeetingForm, MeetingState, MinutesState
from app.exports.minutes import minutes_document
from app.extensions import db
from app.models import AgendaItem, Group, Meeting, User
from app.queries.council import the_council
from app.queries.meetings.minutes_page import minutes_page
from app.transaction import transaction
from tests.builders.council import (
    a_chair,
    a_domain,
    a_group,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
)
from tests.builders.differences import WHY
from tests.builders.meetings import (
    Sitting,
    a_full_sitting,
    a_meeting,
    circulated,
    confirmed,
    edited,
    some_minutes,
)
from tests.conftest import Installation
from tests.exports.test_minutes import texts_of
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_the_list_shows_what_is_to_come_and_narrows_by_address(session: Session, signed_in: SignedIn) -> None:
    group, leader = a_group(), a_secretary()
    other = a_group([], code="TAX-01", domain=a_domain("TAX", "税"))
    a_meeting(group, leader, title="前の会議", starts_at=clock.now() - timedelta(days=2))
    a_meeting(group, leader, title="次の会議")
    off = a_meeting(other, leader, title="消えた会議")
    with transaction():
        cancel_meeting(off.id, leader, reason="台風のため。")
    browser = signed_in(leader)

    assert _listed(browser, "") == ["次の会議", "消えた会議"]
    assert _listed(browser, "?when=past") == ["前の会議"]
    assert _listed(browser, "?when=all&group=EDU-02") == ["次の会議", "前の会議"]
    assert _listed(browser, "?when=all&state=cancelled") == ["消えた会議"]
    assert _listed(browser, "?when=all&until=２０２６－１１－２２") == ["前の会議"]
    assert _listed(browser, "?when=all&since=2026/11/23&group=EDU-02") == ["次の会議"]
    assert _listed(browser, "?mine=1") == []
    assert "条件に合う会議はありません" in browser.get("/meetings?mine=1").text
    assert browser.get("/meetings?page=x&state=none&since=yesterday&group=%00").status_code == 200


def test_an_empty_list_says_how_a_meeting_gets_there(session: Session, signed_in: SignedIn) -> None:
    page = signed_in(a_person(a_group().cities[0].city)).get("/meetings").text

    assert "座長又は事務局が会議を予定すると" in page
    assert "/meetings/new" not in page


def test_partners_read_the_meetings_of_their_groups_only(session: Session, signed_in: SignedIn) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    meeting = sitting.meeting
    inside, outside = a_partner(meeting.group), a_partner()

    assert _listed(signed_in(inside), "?when=all") == ["定例会"]
    assert _listed(signed_in(outside), "?when=all") == []
    for path in ("", "/minutes", "/minutes/versions", "/minutes/versions/1", "/minutes.md"):
        address = f"/meetings/{meeting.id}{path}"
        assert signed_in(inside).get(address).status_code == 200, path
        assert signed_in(outside).get(address).status_code == 404, path


def test_a_draft_is_read_by_those_who_write_it_until_it_is_sent_round(
    session: Session, signed_in: SignedIn
) -> None:
    sitting = some_minutes()
    address = f"/meetings/{sitting.meeting.id}/minutes"
    chair = a_chair(sitting.meeting.group, sitting.cities[0])
    reader = signed_in(sitting.voices[1])

    assert signed_in(chair).get(address).status_code == 200
    for path in (address, f"{address}.md", f"{address}/versions"):
        assert reader.get(path).status_code == 409, path
    assert "座長と事務局が議事録を作成中です" in reader.get(f"/meetings/{sitting.meeting.id}").text
    circulated(sitting)
    assert reader.get(address).status_code == 200


def test_the_page_of_a_meeting_shows_agenda_attendance_tasks_papers_and_minutes(
    session: Session, signed_in: SignedIn
) -> None:
    sitting = a_full_sitting()
    page = _text(signed_in(sitting.secretary).get(f"/meetings/{sitting.meeting.id}").text)

    for said in (
        "2026年12月1日(火) 14:00～16:10",
        "立川市役所 302会議室",
        "次回の日程",
        "次回に協議する。",
        "渡辺 さくら",
        "欠席",
        "別紙の案を作る",
        "資料1.pdf",
        "議事録を読む",
        "第2回",
    ):
        assert said in page, said


def test_m5_the_page_names_the_cities_that_have_not_confirmed(session: Session, signed_in: SignedIn) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    confirmed(sitting, sitting.voices[:1])
    page = _text(signed_in(sitting.voices[1]).get(f"/meetings/{sitting.meeting.id}/minutes").text)

    assert "この版を確認していない市： 三鷹市 日野市" in page
    assert "市として確認" in page


def test_m10_what_is_exported_equals_what_is_shown(session: Session, signed_in: SignedIn) -> None:
    sitting = a_full_sitting()
    circulated(sitting)
    confirmed(sitting, sitting.voices[:1])
    document = minutes_document(_page(sitting).sheet, the_council())
    shown = _bare(_text(signed_in(sitting.voices[1]).get(f"/meetings/{sitting.meeting.id}/minutes").text))

    place = shown.index("会議名・回次")
    for text in map(_bare, texts_of(document.parts)):
        found = shown.find(text, place)
        assert found >= 0, f"{text} is exported and not shown, or shown at another place"
        place = found
    assert _bare(document.title) in shown


@pytest.mark.parametrize(
    ("ending", "kind", "begins"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("pdf", "application/pdf", b"%PDF"),
        ("md", "text/markdown", "試験協議会".encode()),
    ],
)
def test_m10_each_file_comes_under_a_japanese_name(
    session: Session, signed_in: SignedIn, ending: str, kind: str, begins: bytes
) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    answer = signed_in(sitting.voices[0]).get(f"/meetings/{sitting.meeting.id}/minutes.{ending}")

    assert answer.status_code == 200
    assert answer.mimetype == kind
    assert answer.data.startswith(begins)
    assert f"EDU-02_第1回_議事録.{ending}" in unquote(answer.headers["Content-Disposition"])


def test_versions_are_compared_as_they_read(session: Session, signed_in: SignedIn) -> None:
    sitting = some_minutes()
    edited(sitting, "## 議題1\n\n宇宙線の観測")
    edited(sitting, "## 議題1\n\n宇宙線観測")
    page = signed_in(sitting.secretary).get(f"/meetings/{sitting.meeting.id}/minutes/versions").text

    assert re.search(r"<del>.*?の.*?</del>", page)
    assert "宇宙線" in page
    earlier = signed_in(sitting.secretary).get(f"/meetings/{sitting.meeting.id}/minutes/versions/2").text
    assert "これは以前の版です" in earlier
    for query in ("?from=1&to=9", "?from=0&to=1"):
        answer = signed_in(sitting.secretary).get(f"/meetings/{sitting.meeting.id}/minutes/versions{query}")
        assert answer.status_code == 404


def test_what_does_not_exist_is_not_found(session: Session, signed_in: SignedIn) -> None:
    meeting = a_meeting()
    browser = signed_in(a_secretary())
    for path in (
        "/meetings/99",
        f"/meetings/{meeting.id}/minutes",
        f"/meetings/{meeting.id}/agenda/9",
        f"/meetings/{2**40}",
    ):
        assert browser.get(path).status_code == 404, path


def test_the_list_asks_the_database_no_more_for_more_meetings(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    group, leader = a_group(), a_secretary()
    browser = signed_in(leader)
    counts = []
    for many in (10, 100):
        _plan(group, leader, many)
        with counted(installation.database) as statements:
            assert browser.get("/meetings").status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 16


def test_the_page_of_a_meeting_asks_no_more_for_a_longer_agenda(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    group, leader = a_group(), a_secretary()
    a_representative(group, group.cities[0].city)
    browser = signed_in(leader)
    counts = []
    for many in (10, 100):
        meeting = a_meeting(group, leader)
        _fill(meeting, leader, many)
        with counted(installation.database) as statements:
            assert browser.get(f"/meetings/{meeting.id}").status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 30


def _plan(group: Group, leader: User, many: int) -> None:
    at = now() + timedelta(days=1)
    with transaction():
        group = db.session.get_one(Group, group.id)
        for _ in range(many):
            group.last_meeting += 1
            db.session.add(
                Meeting(
                    group=group, number=group.last_meeting, title="定例会", starts_at=at,
                    ends_at=at + timedelta(hours=1), form=MeetingForm.ONLINE, state=MeetingState.PLANNED,
                    planned_by_id=leader.id, planned_at=now(),
                )
            )  # fmt: skip


def _fill(meeting: Meeting, leader: User, many: int) -> None:
    with transaction():
        for position in range(1, many + 1):
            difference = raise_difference(
                meeting.group_id, leader, title=f"差異{position}", kind=DifferenceKind.FORM, why=WHY
            )
            db.session.add(
                AgendaItem(
                    meeting_id=meeting.id, position=position, difference=difference, title=difference.title,
                    purpose=AgendaPurpose.DISCUSS,
                )
            )  # fmt: skip


def _page(sitting: Sitting):  # type: ignore[no-untyped-def]
    return minutes_page(sitting.meeting.id, sitting.voices[1], now())


def _listed(browser: FlaskClient, query: str) -> list[str]:
    """The titles of the meetings that the list shows, in order."""
    page = browser.get(f"/meetings{query}").text
    return re.findall(r'<span class="small muted">[A-Z]{3}-\d\d ([^<]+)</span>', page)


def _text(page: str) -> str:
    """The words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _bare(text: str) -> str:
    return "".join(text.split())
