"""The draft of minutes is made from what happened (M9), with references in place of numbers (M7)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import open_round
from app.actions.discussion import mark_for_minutes
from app.actions.meetings import conclude_item, draft_minutes, hold_meeting
from app.domain.events import EventKind
from app.domain.meetings import AgendaPurpose, Conclusion, MinutesState
from app.domain.roles import RoleKind
from app.models import Comment, Difference, Event, Minutes, User
from app.policies.verdicts import Ground, Refused
from app.transaction import transaction
from tests.builders.ballots import OVERRIDE, Ballot, cast_letters, run_out
from tests.builders.council import a_person, a_representative, a_role, a_secretary
from tests.builders.differences import a_difference
from tests.builders.discussion import a_comment, a_settled_concern, a_take_home_item
from tests.builders.manual import a_decision
from tests.builders.meetings import Sitting, a_meeting, a_sitting, an_item, some_minutes
from tests.builders.proposals import a_difference_on_the_table


def test_m9_the_draft_takes_over_agenda_opinions_conclusion_and_tasks(session: Session) -> None:
    difference = a_difference_on_the_table()
    city = difference.group.cities[0].city
    speaker = a_role(difference.group, a_person(city, name="佐藤 花子"), RoleKind.REPRESENTATIVE).user
    _mark(a_comment(difference, speaker, "様式に*異議*はない。\n\n- 別紙で"))
    a_comment(difference, speaker, "印のない発言")
    _mark(a_settled_concern(difference, speaker))
    meeting, leader = a_meeting(difference.group), a_secretary()
    item = an_item(meeting, difference, explanation="資料1に基づき**現行**を説明した。")
    a_take_home_item(difference, city, leader, meeting_id=meeting.id, task="別紙の案を作る")
    with transaction():
        conclude_item(item.id, leader, conclusion=Conclusion.TAKEN_HOME, text="次回に協議する。")
    body = _draft(Sitting(meeting, leader, [], []))

    wanted = [
        f"## 議題1　{difference.title}（{difference.number}）",
        "### 説明",
        "資料1に基づき**現行**を説明した。",
        "### 主な意見",
        "- **立川市 学務課 主任 佐藤 花子** 様式に異議はない。 別紙で",
        "- **立川市 学務課 主任 佐藤 花子（懸念）** 規則の改正が間に合わないおそれがある。 → 回答：施行日を",
        "### 結論",
        "**持ち帰り** 次回に協議する。",
        "別紙の案を作る（期限",
    ]
    places = [body.find(text) for text in wanted]
    assert -1 not in places, wanted[places.index(-1)]
    assert places == sorted(places)
    assert "印のない発言" not in body


def test_m7_ballots_and_decisions_stand_in_the_draft_as_references(session: Session) -> None:
    difference = a_difference_on_the_table()
    sitting, number = _a_sitting_that_decided(difference)
    body = _draft(sitting)

    assert f"{{{{採決:{difference.number}/1}}}}" in body
    assert f"{{{{決定:{number}}}}}" in body
    assert "賛成" not in body


def test_a_report_on_a_decided_difference_refers_to_its_decision(session: Session) -> None:
    decision = a_decision()
    meeting, leader = a_meeting(decision.group), a_secretary()
    an_item(meeting, decision.difference, purpose=AgendaPurpose.REPORT)
    body = _draft(Sitting(meeting, leader, [], []))

    assert f"{{{{決定:{decision.number}}}}}" in body


def test_b40_an_open_round_is_told_without_anything_of_its_positions(session: Session) -> None:
    difference = a_difference_on_the_table()
    meeting, leader = a_meeting(difference.group), a_secretary()
    an_item(meeting, difference)
    with transaction():
        open_round(
            difference.number, leader, meeting_id=meeting.id, overrides=dict.fromkeys(("rule",), OVERRIDE)
        )
    body = _draft(Sitting(meeting, leader, [], []))

    assert f"{difference.number}の採決を開始した" in body
    assert "{{" not in body


def test_opinions_of_an_earlier_meeting_are_not_repeated(session: Session) -> None:
    difference = a_difference_on_the_table()
    speaker = a_representative(difference.group, difference.group.cities[0].city)
    _mark(a_comment(difference, speaker, "前回の意見"))
    a_sitting(differences=[difference])
    clock.travel(timedelta(days=7))
    _mark(a_comment(difference, speaker, "今回の意見"))
    body = _draft(a_sitting(differences=[difference]))

    assert "今回の意見" in body
    assert "前回の意見" not in body


def test_braces_in_what_people_wrote_refer_to_nothing(session: Session) -> None:
    difference = a_difference_on_the_table()
    _mark(a_comment(difference, a_secretary(), "{{決定:令和8年度 教育-99号}} と {{x}}"))
    sitting = some_minutes(differences=[difference])

    assert "{ {x} }" in sitting.minutes.current.body
    assert "{{" not in sitting.minutes.current.body


def test_what_a_meeting_did_beside_its_agenda_stands_at_the_end(session: Session) -> None:
    difference = a_difference()
    meeting, leader = a_meeting(difference.group), a_secretary()
    a_take_home_item(difference, creator=leader, meeting_id=meeting.id, task="調べる")
    body = _draft(Sitting(meeting, leader, [], []))

    assert body.startswith("## その他")
    assert "調べる" in body


def test_minutes_are_drafted_once_after_the_meeting_was_held(session: Session) -> None:
    meeting, leader = a_meeting(), a_secretary()
    with pytest.raises(Refused) as refused, transaction():
        draft_minutes(meeting.id, leader)
    assert refused.value.verdict.code == "meeting_not_held"
    _hold(meeting.id, leader)
    for _ in range(2):
        with transaction():
            minutes = draft_minutes(meeting.id, leader, key="draft")

    assert (minutes.state, minutes.last_version) == (MinutesState.DRAFT, 1)
    assert len(session.scalars(select(Minutes)).all()) == 1
    assert len(session.scalars(select(Event).where(Event.kind == EventKind.MINUTES_DRAFTED)).all()) == 1
    with pytest.raises(Refused) as refused, transaction():
        draft_minutes(meeting.id, leader)
    assert refused.value.verdict.code == "minutes_exist"


def test_only_chair_and_secretariat_draft(session: Session) -> None:
    sitting = a_sitting()
    with pytest.raises(Refused) as refused, transaction():
        draft_minutes(sitting.meeting.id, sitting.voices[0])

    assert refused.value.verdict.ground is Ground.PERSON


def _a_sitting_that_decided(difference: Difference) -> tuple[Sitting, str]:
    """A meeting in which a round was opened; it was carried by the clock, and the meeting recorded as held then."""
    meeting, leader = a_meeting(difference.group), a_secretary()
    an_item(meeting, difference, purpose=AgendaPurpose.BALLOT)
    with transaction():
        round = open_round(difference.number, leader, meeting_id=meeting.id)
    cities = difference.group.voting_cities_at(clock.now())
    voices = {city.name_ja: a_representative(difference.group, city) for city in cities}
    cast_letters(Ballot(round, leader, cities, voices), "aaa")
    run_out(round)
    found = Sitting(meeting, leader, cities, list(voices.values()))
    return found, f"令和8年度 {difference.group.domain.short_name_ja}-1号"


def _draft(sitting: Sitting) -> str:
    meeting = sitting.meeting
    if meeting.state.value == "planned":
        _hold(meeting.id, sitting.secretary)
    with transaction():
        return draft_minutes(meeting.id, sitting.secretary).current.body


def _hold(meeting_id: int, leader: User) -> None:
    with transaction():
        hold_meeting(meeting_id, leader)


def _mark(comment: Comment) -> None:
    leader = a_secretary()
    with transaction():
        mark_for_minutes(comment.id, leader)
