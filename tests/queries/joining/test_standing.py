"""Until a joining city answers, nothing is known of what stands in it (D9)."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.domain.force import StandingKind
from app.domain.joining import Answer
from app.queries.decisions.force import standing_for
from tests.builders.joining import a_newcomer, answers, becomes_member, confirms, decisions_in, said, today


def test_d9_until_it_answers_a_joined_city_is_undeclared_and_nobody_else(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 4)
    becomes_member(newcomer)
    member = newcomer.group.cities[0].city
    assert _kinds(newcomer.city) == [StandingKind.UNDECLARED] * 4
    assert _kinds(member) == [StandingKind.DECISION] * 4

    answers(newcomer.voice, newcomer.tasks, *Answer)
    confirms(newcomer.voice, newcomer.group, newcomer.city)
    assert _kinds(newcomer.city) == [
        StandingKind.DECISION,
        StandingKind.TRANSITION,
        StandingKind.DECISION,
        StandingKind.DECISION,
    ]


def test_d9_adopted_from_a_date_it_stands_from_that_day_on(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    becomes_member(newcomer)
    answers(newcomer.voice, newcomer.tasks, Answer.ADOPT_FROM)
    assert _kinds(newcomer.city) == [StandingKind.UNDECLARED]
    confirms(newcomer.voice, newcomer.group, newcomer.city)
    first_day = said(Answer.ADOPT_FROM).from_on
    assert first_day is not None

    assert _kinds(newcomer.city, first_day - timedelta(days=1)) == [StandingKind.TRANSITION]
    assert _kinds(newcomer.city, first_day) == [StandingKind.DECISION]


def _kinds(city: object, day: object = None) -> list[StandingKind]:
    found = standing_for(city, day or today())  # type: ignore[arg-type]
    return [standing.kind for _difference, standing in sorted(found.items())]
