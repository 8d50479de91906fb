"""Joining on the pages of others: the decision says what the city answered, the difference what opened it."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.domain.joining import Answer
from app.models import User
from tests.builders.council import a_person
from tests.builders.joining import REASON, a_newcomer, answers, begun, confirms, decisions_in

SignedIn = Callable[[User], FlaskClient]


def test_a_decision_shows_what_cities_that_joined_later_say_once_they_confirmed(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    (decision,) = decisions_in(newcomer.group, 1)
    tasks = begun(newcomer)
    neighbour, path = signed_in(a_person(newcomer.group.cities[0].city)), f"/decisions/{decision.id}"
    assert "未表明" in neighbour.get(path).text

    answers(newcomer.voice, tasks, Answer.OBJECT)
    assert "回答済(未確定)" in neighbour.get(path).text
    assert REASON not in neighbour.get(path).text
    assert REASON in signed_in(newcomer.voice).get(path).text
    confirms(newcomer.voice, newcomer.group, newcomer.city)
    page = neighbour.get(path).text
    assert "異議あり" in page
    assert REASON in page
    assert "全会一致" in page or "賛成" in page


def test_a_difference_names_the_decision_against_which_it_was_raised(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    (decision,) = decisions_in(newcomer.group, 1)
    tasks = begun(newcomer)
    answers(newcomer.voice, tasks, Answer.OBJECT)
    confirms(newcomer.voice, newcomer.group, newcomer.city)
    raised = newcomer.tasks[0].difference
    assert raised is not None
    page = signed_in(newcomer.voice).get(f"/differences/{raised.number}").text

    assert f"/decisions/{decision.id}" in page
    assert "異議により起票されました" in page
