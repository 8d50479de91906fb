"""A joining city's answers leave the past as it was; its objection opens a difference and suspends nothing (D8)."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.decisions import Force
from app.domain.joining import Answer
from app.domain.provenance import Provenance
from app.domain.workflow import Stage
from app.i18n import locale_scope
from app.models import Decision, Difference, EditionParagraph, RoundCity
from app.queries.decisions import decision_in_force, forces_of
from app.queries.manual.building import coming_build
from app.queries.manual.provenance import provenance_of
from app.wording.manual import tally_words
from tests.builders.joining import (
    REASON,
    Newcomer,
    a_newcomer,
    answers,
    becomes_member,
    confirms,
    decisions_in,
    today,
)
from tests.builders.manual import an_edition

KEPT = ("number", "title", "body", "text_hash", "tally", "positions", "signoffs", "effective_on")
EVERY = tuple(Answer)


def _joined_with_every_answer() -> tuple[Newcomer, list[Decision]]:
    newcomer = a_newcomer()
    decisions = decisions_in(newcomer.group, 4)
    an_edition()
    becomes_member(newcomer)
    return newcomer, decisions


def test_d8_answers_change_neither_tally_nor_wording_nor_electorate_of_the_past(session: Session) -> None:
    newcomer, decisions = _joined_with_every_answer()
    before = _everything_of(session, decisions)
    answers(newcomer.voice, newcomer.tasks, *EVERY)
    confirms(newcomer.voice, newcomer.group, newcomer.city)

    session.expire_all()
    assert _everything_of(session, decisions) == before


def test_d8_three_cities_unanimous_stays_so(session: Session) -> None:
    newcomer, decisions = _joined_with_every_answer()
    answers(newcomer.voice, newcomer.tasks, Answer.OBJECT)
    confirms(newcomer.voice, newcomer.group, newcomer.city)

    coming = list(provenance_of(decisions).values())
    published = list(session.scalars(select(EditionParagraph.provenance)))
    with locale_scope("ja"):
        words = [tally_words(s) for facts in (*coming, *published) if (s := Provenance.from_facts(facts))]
    assert words == ["3市全会一致"] * 8


def test_d8_an_objection_opens_a_difference_raised_by_the_city(session: Session) -> None:
    newcomer, _decisions = _joined_with_every_answer()
    answers(newcomer.voice, newcomer.tasks, *EVERY)
    assert session.scalars(select(Difference).where(Difference.stage == Stage.RAISED)).all() == []
    confirms(newcomer.voice, newcomer.group, newcomer.city)

    raised = session.scalars(select(Difference).where(Difference.stage == Stage.RAISED)).one()
    objected = next(task for task in newcomer.tasks if task.answer is Answer.OBJECT)
    assert objected.difference_id == raised.id
    assert (raised.raised_by_id, raised.group_id) == (newcomer.voice.id, newcomer.group.id)
    assert "小金井市" in raised.title
    assert objected.decision.number in raised.why
    assert REASON in raised.why
    assert [task.difference_id for task in newcomer.tasks if task is not objected] == [None] * 3


def test_d8_an_objection_suspends_nothing(session: Session) -> None:
    newcomer, decisions = _joined_with_every_answer()
    answers(newcomer.voice, newcomer.tasks, Answer.OBJECT)
    confirms(newcomer.voice, newcomer.group, newcomer.city)

    assert set(forces_of(decisions, today()).values()) == {Force.IN_FORCE}
    assert [decision_in_force(d.difference, today()) for d in decisions] == decisions
    assert {d.difference.stage for d in decisions} == {Stage.PUBLISHED}
    assert {d.id for d in coming_build().decisions} == {d.id for d in decisions}


def _everything_of(session: Session, decisions: list[Decision]) -> list[object]:
    """The stored facts of decisions, their electorates, and the provenance they have in the coming edition."""
    rounds = [decision.round_id for decision in decisions]
    electorate = select(RoundCity.round_id, RoundCity.city_id).where(RoundCity.round_id.in_(rounds))
    return [
        [[getattr(decision, name) for name in KEPT] for decision in decisions],
        sorted(tuple(row) for row in session.execute(electorate)),
        [replace(paragraph) for paragraph in coming_build().paragraphs],
    ]
