"""One city, one position: changes, reasons, conflicts, forms sent twice (B1, B7, B15-B21)."""

from itertools import product

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import PositionConflict, cast_position, withdraw_position
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.domain.rounds import ActingAs, PositionActKind
from app.domain.tally import Result
from app.models import Event, Notice, Position, PositionAct
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.ballots import tally_of
from app.transaction import transaction
from tests.builders.ballots import REASON, Ballot, a_ballot, cast, cast_letters, serial_of
from tests.builders.council import a_deputy, a_representative, a_role
from tests.conftest import MONDAY

POSITION_EVENTS = [kind for kind in EventKind if kind.value.startswith("position_")]
NO_REASON = ["", " ", "　", "\n\n", "**", "---", "> ", "[](https://example.jp)", "123", "&nbsp;"]


def test_b1_two_people_of_a_city_leave_one_position_and_both_acts(session: Session) -> None:
    ballot = a_ballot()
    colleague = a_representative(ballot.group, ballot.cities[0])
    cast(ballot.round, ballot.voice(0), PositionKind.APPROVE)
    cast(ballot.round, colleague, PositionKind.OBJECT)

    taken = session.scalars(select(Position)).one()
    assert (taken.kind, taken.user_id) == (PositionKind.OBJECT, colleague.id)
    acts = session.scalars(select(PositionAct).order_by(PositionAct.serial)).all()
    assert [(act.serial, act.act, act.kind, act.user_id) for act in acts] == [
        (1, PositionActKind.CAST, PositionKind.APPROVE, ballot.voice(0).id),
        (2, PositionActKind.CHANGED, PositionKind.OBJECT, colleague.id),
    ]


def test_b7_history_shows_the_post_held_at_the_time(session: Session) -> None:
    ballot = a_ballot()
    person = ballot.voice(0)
    cast(ballot.round, person)
    with transaction():
        person.post, person.section = "部長", "教育部"
    cast(ballot.round, person, PositionKind.ABSTAIN)

    acts = session.scalars(select(PositionAct).order_by(PositionAct.serial)).all()
    assert [act.user_post for act in acts] == ["学務課 主任", "教育部 部長"]
    assert [act.user_printed for act in acts] == ["立川市 学務課 主任", "立川市 教育部 部長"]


def test_b15_the_same_form_sent_twice_acts_once_and_both_succeed(session: Session) -> None:
    ballot = a_ballot()
    deputy = a_deputy(ballot.group, ballot.cities[0])
    answers = [
        cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, seen=0, key="form-1") for _ in range(2)
    ]

    assert [answer is not None and answer.kind for answer in answers] == [PositionKind.OBJECT] * 2
    assert _events(session) == [EventKind.POSITION_CAST]
    assert len(session.scalars(select(PositionAct)).all()) == 1
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.POSITION_RECORDED)).all()
    assert told == [deputy.id]


def test_b15_a_form_changed_and_sent_again_is_not_taken_for_the_same(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0), PositionKind.APPROVE, seen=0, key="form-1")
    with pytest.raises(PositionConflict):
        cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, seen=0, key="form-1")
    assert session.scalars(select(Position.kind)).all() == [PositionKind.APPROVE]


def test_b15_a_form_sent_again_after_the_closing_still_succeeds_and_does_nothing(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0), seen=0, key="form-1")
    clock.travel(ballot.round.closes_at - clock.now())
    answer = cast(ballot.round, ballot.voice(0), seen=0, key="form-1")
    assert answer is not None
    assert answer.serial == 1
    assert _events(session) == [EventKind.POSITION_CAST]


def test_b16_the_database_itself_refuses_a_second_position(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0))
    with pytest.raises(Refused) as refused, transaction():
        session.execute(insert(Position), [_row(ballot, place=0)])
    assert refused.value.verdict.code == "conflict"


def test_b3_the_database_itself_refuses_a_position_from_outside_the_electorate(session: Session) -> None:
    ballot = a_ballot()
    with pytest.raises(Refused), transaction():
        session.execute(insert(Position), [{**_row(ballot, place=0), "city_id": 99}])


@pytest.mark.parametrize("reason", ["", "   "])
def test_b18_the_database_itself_refuses_an_objection_without_a_reason(session: Session, reason: str) -> None:
    ballot = a_ballot()
    row = {**_row(ballot, place=0), "kind": PositionKind.OBJECT, "reason": reason}
    with pytest.raises(IntegrityError, match="reason_due"):
        session.connection().execute(insert(Position.__table__), [row])


def test_b17_a_form_made_before_a_colleague_acted_writes_nothing(session: Session) -> None:
    ballot = a_ballot()
    colleague = a_representative(ballot.group, ballot.cities[0])
    seen = serial_of(ballot.round, ballot.cities[0].id)
    cast(ballot.round, colleague, PositionKind.ABSTAIN)
    before = _events(session)

    with pytest.raises(PositionConflict) as conflict:
        cast(ballot.round, ballot.voice(0), PositionKind.APPROVE, seen=seen)
    assert conflict.value.verdict.ground is Ground.TIME
    with pytest.raises(PositionConflict), transaction():
        withdraw_position(ballot.round.id, ballot.voice(0), seen=99)
    assert session.scalars(select(Position.kind)).all() == [PositionKind.ABSTAIN]
    assert _events(session) == before


def test_b17_a_colleagues_withdrawal_is_a_change_too(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0))
    with transaction():
        withdraw_position(ballot.round.id, ballot.voice(0), seen=1)
    with pytest.raises(PositionConflict):
        cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, seen=1)


def test_b18_no_position_but_approval_goes_without_a_reason(session: Session) -> None:
    ballot = a_ballot()
    for kind, reason in product(
        [kind for kind in PositionKind if kind is not PositionKind.APPROVE], NO_REASON
    ):
        with pytest.raises(Invalid) as invalid, transaction():
            cast_position(ballot.round.id, ballot.voice(0), kind=kind, reason=reason, seen=0)
        assert (invalid.value.field, invalid.value.code) == ("reason", "position_needs_reason"), (
            kind,
            reason,
        )
    assert session.scalar(select(func.count()).select_from(Position)) == 0


def test_b18_a_reason_longer_than_any_reader_reads_is_refused(session: Session) -> None:
    ballot = a_ballot()
    with pytest.raises(Invalid):
        cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, "長" * 4001)


def test_b19_abstain_recuse_and_none_are_counted_apart(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "xr.")
    session.expire_all()
    counts = {state.value: n for state, n in tally_of(ballot.round, closed=False).counts.items() if n}
    assert counts == {"abstain": 1, "recuse": 1, "none": 1}


def test_b21_a_change_before_closing_counts_and_a_withdrawal_leaves_none(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0), PositionKind.OBJECT)
    cast(ballot.round, ballot.voice(0), PositionKind.APPROVE)
    assert session.scalars(select(Position.kind)).all() == [PositionKind.APPROVE]

    with transaction():
        withdraw_position(ballot.round.id, ballot.voice(0), seen=2)
    assert session.scalars(select(Position)).all() == []
    acts = session.scalars(select(PositionAct.act).order_by(PositionAct.serial)).all()
    assert acts == [PositionActKind.CAST, PositionActKind.CHANGED, PositionActKind.WITHDRAWN]
    assert _events(session) == [
        EventKind.POSITION_CAST, EventKind.POSITION_CHANGED, EventKind.POSITION_WITHDRAWN,
    ]  # fmt: skip
    with pytest.raises(Refused) as refused, transaction():
        withdraw_position(ballot.round.id, ballot.voice(0), seen=0)
    assert refused.value.verdict.code == "no_position_taken"


def test_b21_only_the_reason_changed_is_an_event_of_its_own_with_both_texts(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, "一つ目の理由")
    cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, "二つ目の理由")

    event = session.scalars(select(Event).where(Event.kind == EventKind.POSITION_REASON_CHANGED)).one()
    assert (event.before["reason"], event.after["reason"]) == ("一つ目の理由", "二つ目の理由")
    acts = session.scalars(select(PositionAct).order_by(PositionAct.serial)).all()
    assert [(act.act, act.reason) for act in acts] == [
        (PositionActKind.CAST, "一つ目の理由"),
        (PositionActKind.REASON_CHANGED, "二つ目の理由"),
    ]


def test_l7_saying_the_same_again_leaves_no_trace(session: Session) -> None:
    ballot = a_ballot()
    for reason in ("同じ理由", "同じ理由 \r\n"):
        cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, reason)
    assert _events(session) == [EventKind.POSITION_CAST]
    assert len(session.scalars(select(PositionAct)).all()) == 1


def test_l7_the_event_names_city_person_and_what_was_said(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0), PositionKind.OBJECT)
    event = session.scalars(select(Event).where(Event.kind == EventKind.POSITION_CAST)).one()
    assert (event.subject_type, event.subject_id) == ("rounds", ballot.round.id)
    assert (event.actor_post, event.city_id) == ("学務課 主任", ballot.cities[0].id)
    assert event.before == {}
    assert event.after == {
        "round": ballot.round.id,
        "number": 1,
        "serial": 1,
        "city": ballot.cities[0].id,
        "kind": "object",
        "reason": REASON,
        "acting_as": "representative",
        "evidence": "",
    }


def test_a_position_is_told_to_the_citys_voices_and_to_nobody_else(session: Session) -> None:
    ballot = a_ballot()
    deputy = a_deputy(ballot.group, ballot.cities[0])
    a_role(ballot.group, deputy, kind=ballot.voice(0).roles[0].kind)
    cast(ballot.round, ballot.voice(0))
    told = select(Notice.user_id).where(Notice.kind == NoticeKind.POSITION_RECORDED)
    assert session.scalars(told).all() == [deputy.id]


def test_an_open_round_is_undecided_whatever_was_said_so_far(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aaa")
    session.expire_all()
    tally = tally_of(ballot.round, closed=False)
    assert (tally.result, tally.if_closed_now) == (Result.UNDECIDED, Result.CARRIED)


def _row(ballot: Ballot, place: int) -> dict[str, object]:
    return {
        "round_id": ballot.round.id,
        "city_id": ballot.cities[place].id,
        "kind": PositionKind.APPROVE,
        "reason": "",
        "serial": 9,
        "acting_as": ActingAs.REPRESENTATIVE,
        "evidence": "",
        "user_id": ballot.voice(place).id,
        "user_printed": "x",
        "at": MONDAY,
    }


def _events(session: Session) -> list[EventKind]:
    session.rollback()
    return list(session.scalars(select(Event.kind).where(Event.kind.in_(POSITION_EVENTS)).order_by(Event.id)))
