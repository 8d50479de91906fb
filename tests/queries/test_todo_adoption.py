"""A published decision waits for each city until the city says that it works by it (L3)."""

from sqlalchemy.orm import Session

from app.clock import now
from app.domain.ball import BallKind
from app.queries.differences.balls import ball_on
from app.queries.todo import tasks_of
from tests.builders.adoption import closes_all
from tests.builders.council import a_member, a_representative
from tests.builders.manual import a_decision, an_edition


def test_l3_a_published_decision_waits_for_the_cities_that_have_not_adopted_it(session: Session) -> None:
    decision = a_decision()
    group = decision.difference.group
    first, second, third = group.voting_cities_at(now())
    voice, other = a_representative(group, first), a_representative(group, second)
    an_edition()
    closes_all(voice, decision)

    ball = ball_on(decision.difference, now())
    assert (ball.kind, ball.city_ids) == (BallKind.PUT_INTO_EFFECT, (second.id, third.id))
    assert [task.subject_id for task in tasks_of(other, now())] == [decision.id]
    assert tasks_of(voice, now()) == []


def test_l3_nobody_without_the_citys_voice_is_asked_to_adopt(session: Session) -> None:
    decision = a_decision()
    member = a_member(decision.difference.group, decision.difference.group.voting_cities_at(now())[0])
    an_edition()

    assert [task for task in tasks_of(member, now()) if task.own] == []
