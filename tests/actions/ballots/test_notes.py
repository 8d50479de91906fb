"""Notes beside a round that has ended: the round itself changes in no way (B42)."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.ballots import annotate_round, cancel_round
from app.domain.events import EventKind
from app.models import Event, Round, RoundNote, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.transaction import transaction
from tests.builders.ballots import REASON, a_ballot, a_closed_round
from tests.builders.council import a_chair, a_deputy, a_member, a_partner, an_observer

NOTE = "日野市の理由の「規則」は「要綱」の誤りである。"


def _note(round: Round, actor: User, body: str = NOTE, key: str = "") -> None:
    with transaction():
        annotate_round(round.id, actor, body=body, key=key)


def test_b42_a_correction_is_a_note_and_the_round_stays_as_it_is(session: Session) -> None:
    round = a_closed_round("aao")
    group = round.difference.group
    before = session.execute(select(Round.__table__)).mappings().one()
    writers = [
        a_chair(group),
        session.get_one(User, round.opened_by_id),
        a_deputy(group, group.cities[0].city),
    ]
    for person in writers:
        _note(round, person)

    notes = session.scalars(select(RoundNote).order_by(RoundNote.id)).all()
    assert [(note.body, note.written_by_printed) for note in notes] == [(NOTE, p.printed) for p in writers]
    assert session.execute(select(Round.__table__)).mappings().one() == before
    events = session.scalars(select(Event).where(Event.kind == EventKind.ROUND_ANNOTATED)).all()
    assert [(event.actor_id, event.after["body"]) for event in events] == [(p.id, NOTE) for p in writers]


def test_b42_a_cancelled_round_takes_notes_an_open_one_does_not(session: Session) -> None:
    ballot = a_ballot()
    with pytest.raises(Refused) as refused:
        _note(ballot.round, ballot.voice(0))
    assert (refused.value.verdict.ground, refused.value.verdict.code) == (Ground.TIME, "round_still_open")
    with transaction():
        cancel_round(ballot.round.id, ballot.secretary, reason=REASON)
    _note(ballot.round, ballot.voice(0))
    assert len(session.scalars(select(RoundNote)).all()) == 1


def test_b42_whoever_has_no_part_in_a_round_writes_no_note(session: Session) -> None:
    round = a_closed_round("aaa")
    group = round.difference.group
    city = group.cities[0].city
    for person in (a_member(group, city), an_observer(group, city), a_partner(group)):
        with pytest.raises(Refused) as refused:
            _note(round, person)
        assert refused.value.verdict.ground is Ground.PERSON


def test_b15_a_note_says_something_and_is_written_once(session: Session) -> None:
    round = a_closed_round("aaa")
    chair = a_chair(round.difference.group)
    with pytest.raises(Invalid):
        _note(round, chair, "　**")
    for _ in range(2):
        _note(round, chair, key="form-1")
    assert len(session.scalars(select(RoundNote)).all()) == 1


def test_b42_the_database_itself_keeps_notes(session: Session) -> None:
    round = a_closed_round("aaa")
    _note(round, a_chair(round.difference.group))
    for statement, guard in (
        (update(RoundNote).values(body="x"), "round_notes_stay"),
        (delete(RoundNote), "round_notes_are_kept"),
    ):
        with pytest.raises(IntegrityError, match=guard):
            session.connection().execute(statement)
        session.rollback()
