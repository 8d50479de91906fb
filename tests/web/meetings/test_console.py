"""The console of a meeting and the screens of the cities: what stands on them, what follows, what stays private."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.actions.meetings import conclude_item, mark_attendance
from app.domain.meetings import Conclusion
from app.domain.positions import PositionKind
from app.models import User
from app.queries.meetings.floor import floor_of
from app.transaction import transaction
from tests.builders.ballots import REASON, a_ballot, cast
from tests.builders.console import Running, a_floor, a_running_meeting
from tests.builders.council import a_partner
from tests.builders.discussion import a_caucus_entry, a_draft_position
from tests.builders.meetings import an_item
from tests.builders.proposals import a_difference_on_the_table, a_proposal
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
SECRET = "内々の符牒ほととぎす"


def test_the_console_says_what_the_meeting_talks_about_and_who_is_missing(
    session: Session, signed_in: SignedIn
) -> None:
    running = a_running_meeting([difference := a_difference_on_the_table()])
    a_proposal(difference, title="もう一つの案")
    browser = signed_in(running.chair)
    assert "最初の議題から始める" in browser.get(_console(running)).text

    answer = browser.post(f"{_console(running)}/floor", data={"item": running.items[0].id, "seen": 0})
    assert answer.status_code == 303
    with transaction():
        mark_attendance(running.meeting.id, running.chair, running.voices[0].id, present=True)
    page = browser.get(_console(running)).text

    for said in (
        "就学通知の発送を一月末日に統一する",
        "もう一つの案",
        "第1版",
        "あと1市の出席が必要です",
        "採決の準備",
    ):
        assert said in page, said
    assert re.search(r'<li aria-current="step">.*?就学通知', page, re.DOTALL)
    reader = signed_in(a_partner(running.meeting.group)).get(_console(running)).text
    assert "審議へ" not in reader
    assert "自市の画面" not in reader


def test_who_turns_to_an_item_second_sees_how_the_meeting_stands_now(
    session: Session, signed_in: SignedIn
) -> None:
    running = a_running_meeting([a_difference_on_the_table()])
    a_floor(running.items[0], running.chair)
    form = {"item": running.items[1].id, "seen": 0}
    answer = signed_in(running.chair).post(f"{_console(running)}/floor", data=form)

    assert answer.status_code == 409
    assert "ほかの人が別の議題に進みました" in answer.text
    floor = floor_of(running.meeting)
    assert floor is not None
    assert floor.item_id == running.items[0].id


def test_after_a_break_the_console_goes_on_with_what_has_no_conclusion_and_then_ends_the_meeting(
    session: Session, signed_in: SignedIn
) -> None:
    running = a_running_meeting([a_difference_on_the_table()])
    browser, floor = signed_in(running.chair), f"{_console(running)}/floor"
    for item in running.items:
        a_floor(item, running.chair)
        with transaction():
            conclude_item(item.id, running.chair, conclusion=Conclusion.NOTED)
        seen = item.position * 2 - 1
        assert browser.post(floor, data={"item": "", "seen": seen}).status_code == 303
        page = browser.get(_console(running)).text
        assert ("次の議題に進む" in page) == (item is running.items[0])
        assert "開催済みとして記録" in page


def test_the_console_follows_and_answers_304_while_nothing_changed(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    ballot = a_ballot()
    running = a_running_meeting([ballot.difference])
    a_floor(running.items[0], running.chair)
    browser, live = signed_in(running.chair), f"{_console(running)}/live"
    first = browser.get(live)
    known = {"If-None-Match": first.headers["ETag"]}
    with counted(installation.database) as statements:
        again = browser.get(live, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert len(statements) <= 12, "\n".join(statements)

    cast(ballot.round, ballot.voice(1), PositionKind.OBJECT)
    changed = browser.get(live, headers=known)
    assert changed.status_code == 200
    assert 'data-said="第1回採決 受付中 反対 1 未表明 2"' in changed.text
    assert "<html" not in changed.text


def test_b40_the_console_says_nothing_of_a_sealed_ballot(session: Session, signed_in: SignedIn) -> None:
    ballot = a_ballot(sealed=True)
    running = a_running_meeting([ballot.difference])
    a_floor(running.items[0], running.chair)
    browser = signed_in(running.chair)
    before = browser.get(f"{_console(running)}/live")
    cast(ballot.round, ballot.voice(1), PositionKind.OBJECT)
    known = {"If-None-Match": before.headers["ETag"]}

    assert browser.get(f"{_console(running)}/live", headers=known).status_code == 304
    assert REASON not in browser.get(_console(running)).text
    own = signed_in(ballot.voice(1)).get(_seat(running)).text
    assert "反対" in own


def test_a1_the_caucus_stands_on_the_screen_of_its_city_and_never_on_the_console(
    session: Session, signed_in: SignedIn
) -> None:
    ballot = a_ballot()
    running = a_running_meeting([ballot.difference])
    a_floor(running.items[0], running.chair)
    own, other = signed_in(ballot.voice(1)), signed_in(ballot.voice(2))
    paths = [_console(running), f"{_console(running)}/live"]
    others = [*paths, _seat(running), f"{_seat(running)}/live"]
    tags = [other.get(path).headers.get("ETag") for path in others]
    own_tag = own.get(f"{_seat(running)}/live").headers["ETag"]
    a_caucus_entry(ballot.difference, ballot.voice(1), SECRET)
    a_draft_position(ballot.difference, ballot.voice(1), PositionKind.OBJECT, SECRET)

    assert [other.get(path).headers.get("ETag") for path in others] == tags
    assert all(SECRET not in other.get(path).text for path in others)
    assert all(SECRET not in own.get(path).text for path in paths)
    assert SECRET in own.get(_seat(running)).text
    fresh = own.get(f"{_seat(running)}/live", headers={"If-None-Match": own_tag})
    assert fresh.status_code == 200
    assert SECRET in fresh.text


def test_a_city_takes_its_position_from_its_screen_and_comes_back(
    session: Session, signed_in: SignedIn
) -> None:
    ballot = a_ballot()
    running = a_running_meeting([ballot.difference])
    a_floor(running.items[0], running.chair)
    browser = signed_in(ballot.voice(1))
    page = browser.get(_seat(running)).text
    assert "審議へ" not in page
    link = re.search(r'href="(/ballots/\d+\?next=[^"#]+)#position"', page)
    assert link
    form = re.search(r'action="(/ballots/\d+/position\?next=[^"]+)"', browser.get(link[1]).text)
    assert form

    answer = browser.post(form[1], data={"kind": "approve", "seen": 0, "key": "k", "confirmed": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, _seat(running))


def test_a_city_takes_something_home_on_the_spot(session: Session, signed_in: SignedIn) -> None:
    running = a_running_meeting([a_difference_on_the_table()])
    a_floor(running.items[0], running.chair)
    browser = signed_in(running.chair)
    address = f"/meetings/{running.meeting.id}/agenda/{running.items[0].id}/take-home"
    task = {"city": running.cities[2].id, "task": "様式の案を作る", "due_on": "2026-12-11", "key": "k"}

    assert browser.post(address, data={**task, "task": ""}).status_code == 422
    assert browser.post(address, data=task).status_code == 303
    assert browser.post(address, data=task).status_code == 303
    assert browser.get(_console(running)).text.count("様式の案を作る") == 1


def test_one_click_notes_who_is_here(session: Session, signed_in: SignedIn) -> None:
    running = a_running_meeting()
    browser = signed_in(running.chair)
    for person in running.voices[:2]:
        form = {"person": person.id, "present": "here"}
        assert browser.post(f"{_console(running)}/attendance", data=form).status_code == 303
    assert "定足数に達しています（3市中2市出席、定足数2市）" in browser.get(_console(running)).text


def test_a_console_takes_as_many_questions_for_a_hundred_items_as_for_ten(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    ballot = a_ballot()
    running = a_running_meeting([ballot.difference])
    a_floor(running.items[0], running.chair)
    browser, asked = signed_in(running.chair), []
    for title in ("一つ目", "二つ目"):
        for number in range(5):
            an_item(running.meeting, leader=running.chair, title=f"{title}{number}")
        with counted(installation.database) as statements:
            browser.get(_console(running))
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 60


def _console(running: Running) -> str:
    return f"/meetings/{running.meeting.id}/console"


def _seat(running: Running) -> str:
    return f"/meetings/{running.meeting.id}/seat"
