"""Who has the ball on differences as they stand in the database (L3), by a bounded number of queries."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.clock import now, travel
from app.domain.ball import BallKind, Holder
from app.models import Difference
from app.queries.differences.balls import ball_on, balls_on
from tests.builders.adoption import adopted_by
from tests.builders.ballots import a_ballot, cast_letters
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.differences import (
    a_difference,
    a_practice,
    a_proposing_difference,
    a_surveying_difference,
    all_practices,
)
from tests.builders.discussion import a_concern
from tests.builders.manual import a_decision, an_edition
from tests.builders.proposals import a_difference_on_the_table, a_proposal
from tests.builders.signoff import an_escalation, sign_city
from tests.conftest import Installation
from tests.support.queries import counted


def _kind(difference: Difference) -> BallKind:
    return ball_on(difference, now()).kind


def test_a_raised_difference_waits_for_its_survey(session: Session) -> None:
    assert _kind(a_difference()) is BallKind.OPEN_SURVEY


def test_a_survey_waits_for_the_member_cities_that_have_not_answered(session: Session) -> None:
    difference = a_surveying_difference()
    first, *others = (place.city for place in difference.group.cities)
    a_practice(difference, first)

    ball = ball_on(difference, now())
    assert (ball.kind, ball.due) == (BallKind.STATE_PRACTICE, difference.survey_due_at)
    assert set(ball.city_ids) == {city.id for city in others}
    all_practices(difference)
    assert _kind(difference) is BallKind.CLOSE_SURVEY


def test_proposing_waits_for_a_draft_and_then_for_the_table(session: Session) -> None:
    difference = a_proposing_difference()

    assert _kind(difference) is BallKind.DRAFT_PROPOSAL
    a_proposal(difference)
    assert _kind(difference) is BallKind.PUT_FORWARD


def test_a_discussion_waits_for_who_raised_a_concern_and_then_for_the_ballot(session: Session) -> None:
    difference = a_difference_on_the_table()
    assert _kind(difference) is BallKind.OPEN_BALLOT
    city = difference.group.cities[1].city

    a_concern(difference, a_representative(difference.group, city))

    ball = ball_on(difference, now())
    assert (ball.kind, ball.city_ids) == (BallKind.SETTLE_CONCERNS, (city.id,))


def test_a_concern_of_the_secretariat_waits_for_the_group(session: Session) -> None:
    difference = a_difference_on_the_table()

    a_concern(difference, a_secretary())

    assert ball_on(difference, now()).holder is Holder.GROUP


def test_a_ballot_waits_for_the_cities_without_a_position(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "a..")

    ball = ball_on(ballot.difference, now())
    assert (ball.kind, ball.due) == (BallKind.TAKE_POSITION, ballot.round.closes_at)
    assert set(ball.city_ids) == {city.id for city in ballot.cities[1:]}
    cast_letters(ballot, ".aa")
    assert _kind(ballot.difference) is BallKind.AWAIT_CLOSING


@pytest.mark.parametrize("letters", ["...", "a..", "aox"])
def test_b40_a_sealed_ballot_names_every_city_whoever_has_acted(session: Session, letters: str) -> None:
    ballot = a_ballot(sealed=True)
    cast_letters(ballot, letters)

    ball = ball_on(ballot.difference, now())
    assert ball.kind is BallKind.TAKE_POSITION
    assert set(ball.city_ids) == {city.id for city in ballot.cities}


def test_an_escalation_waits_for_the_managers_of_the_cities_that_have_not_signed(session: Session) -> None:
    signing = an_escalation()
    sign_city(signing, 0)

    ball = ball_on(signing.difference, now())
    assert (ball.kind, ball.holder) == (BallKind.SIGN, Holder.MANAGERS)
    assert set(ball.city_ids) == {city.id for city in signing.cities[1:]}


def test_a_decision_waits_for_dispositions_then_for_the_manual_then_for_the_cities(session: Session) -> None:
    commented = a_decision(letters="aac").difference

    assert _kind(commented) is BallKind.RECORD_DISPOSITIONS


def test_a_published_decision_waits_for_the_cities(session: Session) -> None:
    difference = a_decision().difference
    assert ball_on(difference, now()).holder is Holder.SECRETARIAT

    travel(timedelta(minutes=1))
    an_edition()

    session.expire_all()
    ball = ball_on(difference, now())
    assert (ball.kind, len(ball.city_ids)) == (BallKind.PUT_INTO_EFFECT, 3)
    assert ball.due is not None
    city = difference.group.cities[0].city
    adopted_by(a_representative(difference.group, city), difference)
    assert city.id not in ball_on(difference, now()).city_ids
    assert len(ball_on(difference, now()).city_ids) == 2


def test_many_balls_take_as_many_queries_as_few(session: Session, installation: Installation) -> None:
    group = a_group()
    differences = [a_surveying_difference(group) for _ in range(3)]
    differences += [a_proposing_difference(group), a_difference_on_the_table(group)]

    def queries(some: list[Difference]) -> int:
        with counted(installation.database) as statements:
            balls_on(some, now())
        return len(statements)

    few, many = queries([differences[0], *differences[3:]]), queries(differences)
    assert few == many <= 6
