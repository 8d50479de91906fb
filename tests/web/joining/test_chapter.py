"""The pages on which a joining city takes its position: read, answered, kept, confirmed."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.actions.differences import state_practice
from app.domain.differences import DifferenceKind
from app.domain.joining import Answer
from app.models import User
from app.transaction import transaction
from tests.builders.council import a_representative
from tests.builders.decided import a_quick_decision
from tests.builders.differences import a_proposing_difference
from tests.builders.joining import REASON, Newcomer, a_newcomer, answers, begun, decisions_in, today
from tests.builders.manual import a_section, copies_of, placed
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def _chapter(newcomer: Newcomer) -> str:
    return f"/joining/{newcomer.city.code}/chapters/{newcomer.group.code}"


def test_a_decision_is_read_with_its_provenance_and_the_citys_own_practice(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    decision = a_quick_decision(newcomer.group, effective_on=today(), body="通知は1月10日に発送する。")
    begun(newcomer)
    page = signed_in(newcomer.voice).get(_chapter(newcomer)).text

    for words in (decision.number, decision.title, "3市全会一致", "通知は1月10日に発送する。"):
        assert words in page
    assert "現行が未調査のため、比較できません。" in page


def test_what_a_decision_would_change_stands_beside_it(session: Session, signed_in: SignedIn) -> None:
    newcomer = a_newcomer()
    difference = a_proposing_difference(newcomer.group)
    _states(newcomer, difference.number, "通知は1月14日に発送する。")
    a_quick_decision(difference=difference, effective_on=today(), body="通知は1月10日に発送する。")
    begun(newcomer)
    page = signed_in(newcomer.voice).get(_chapter(newcomer)).text

    assert "小金井市の現行" in page
    assert "決定により変わる点" in page


def test_several_decisions_are_answered_in_one_form_and_it_goes_on_to_the_next_section(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    a_quick_decision(newcomer.group, kind=DifferenceKind.FORM, effective_on=today())
    first, second, _third = begun(newcomer)
    browser, path = signed_in(newcomer.voice), _chapter(newcomer)
    typed = {f"answer_{first.id}": "adopt", f"answer_{second.id}": "object", f"reason_{second.id}": REASON}
    answer = browser.post(f"{path}?section=edu-02-operation", data=typed)

    assert (answer.status_code, answer.location) == (303, f"{path}?section=edu-02-form")
    assert [task.answer for task in newcomer.tasks] == [Answer.ADOPT, Answer.OBJECT, None]


def test_the_rest_of_a_section_is_adopted_with_one_button_and_one_act_each(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 3)
    first, *_others = begun(newcomer)
    typed = {f"answer_{first.id}": "object", f"reason_{first.id}": REASON, "adopt_rest": "1"}
    answer = signed_in(newcomer.voice).post(_chapter(newcomer), data=typed)

    assert answer.status_code == 303
    assert [task.answer for task in newcomer.tasks] == [Answer.OBJECT, Answer.ADOPT, Answer.ADOPT]
    timelines = [
        signed_in(newcomer.secretary).get(f"/differences/{task.decision.difference.number}").text
        for task in newcomer.tasks
    ]
    assert all("加入する小金井市として" in page for page in timelines)


def test_an_incomplete_answer_keeps_everything_typed_and_saves_nothing(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    first, second = begun(newcomer)
    day = (today() + timedelta(days=30)).isoformat()
    for typed, kept in (
        ({f"answer_{first.id}": "adopt", f"answer_{second.id}": "object", f"reason_{second.id}": " 　"}, ""),
        (
            {
                f"answer_{first.id}": "ask_exception",
                f"until_on_{first.id}": day,
                f"reason_{first.id}": REASON,
            },
            day,
        ),
        ({f"reason_{first.id}": REASON}, REASON),
        ({f"answer_{first.id}": "adopt_from", f"from_on_{first.id}": "2026-02-31"}, "2026-02-31"),
        ({f"answer_{first.id}": "everything"}, ""),
    ):
        answer = signed_in(newcomer.voice).post(_chapter(newcomer), data=typed)
        assert answer.status_code == 422, typed
        assert kept in answer.text
    assert [task.answer for task in newcomer.tasks] == [None, None]


def test_a_city_goes_on_where_it_stopped_and_sees_what_it_said(session: Session, signed_in: SignedIn) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    a_quick_decision(newcomer.group, kind=DifferenceKind.FORM, effective_on=today())
    first, _second = begun(newcomer)
    answers(newcomer.voice, [first], Answer.OBJECT)
    browser = signed_in(newcomer.voice)

    assert "帳票 0/1" in browser.get(_chapter(newcomer)).text
    assert f'id="decision-{first.decision_id}"' not in browser.get(_chapter(newcomer)).text
    again = browser.get(f"{_chapter(newcomer)}?section=edu-02-operation").text
    assert REASON in again
    assert f'id="decision-{first.decision_id}"' in again


def test_decisions_stand_in_the_section_in_which_the_manual_has_them(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    first, second = decisions_in(newcomer.group, 2)
    placed(second, a_section(newcomer.group, "発送の手順"))
    begun(newcomer)
    page = signed_in(newcomer.voice).get(_chapter(newcomer)).text

    assert "発送の手順 0/1" in page
    assert f'id="decision-{second.id}"' in page
    assert f'id="decision-{first.id}"' not in page


def test_a_chapter_is_confirmed_on_a_page_that_says_what_it_means(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    tasks = begun(newcomer)
    browser, path = signed_in(newcomer.voice), f"{_chapter(newcomer)}/confirm"
    assert browser.get(path).status_code == 409
    answers(newcomer.voice, tasks, Answer.ADOPT, Answer.OBJECT)
    page = browser.get(path).text
    assert "2件の回答が確定します" in page
    assert tasks[1].decision.title in page

    answer = browser.post(path, data={"seen": "2"})
    assert (answer.status_code, answer.location) == (303, f"/joining/{newcomer.city.code}")
    assert "すべての決定について、態度を表明しました" in browser.get(answer.location).text
    raised = next(task.difference for task in newcomer.tasks if task.difference)
    assert raised.number in browser.get(_chapter(newcomer)).text


def test_others_of_the_city_and_the_secretariat_read_and_cannot_answer(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    begun(newcomer)
    page = signed_in(newcomer.secretary).get(_chapter(newcomer)).text
    assert "回答するのは、その市の市担当または代理" in page
    assert signed_in(newcomer.secretary).post(_chapter(newcomer), data={}).status_code == 403
    neighbour = a_representative(newcomer.group, newcomer.group.cities[0].city)
    assert signed_in(neighbour).get(_chapter(newcomer)).status_code == 403


def test_a_chapter_costs_the_same_with_ten_and_a_hundred_decisions(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    newcomer = a_newcomer()
    (decision,) = decisions_in(newcomer.group, 1)
    costs = []
    for more in (9, 90):
        copies_of(decision, more)
    begun(newcomer)
    browser = signed_in(newcomer.voice)
    for path in (_chapter(newcomer), f"/joining/{newcomer.city.code}", "/", "/joining"):
        with counted(installation.database) as statements:
            assert browser.get(path).status_code == 200
        costs.append(len(statements))

    assert max(costs) <= 40, costs
    confirmed_at_once = [task.decision_id for task in newcomer.tasks]
    assert len(confirmed_at_once) == 100


def _states(newcomer: Newcomer, number: str, body: str) -> None:
    with transaction():
        state_practice(number, newcomer.city.id, newcomer.voice, body=body)
