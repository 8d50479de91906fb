"""How far joining cities are: for the secretariat, for the city, and on the home page of who has to answer."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.domain.joining import Answer
from app.models import User
from tests.builders.council import a_domain, a_group, a_member, a_person
from tests.builders.decided import a_quick_decision
from tests.builders.joining import a_newcomer, answers, begun, confirms, decisions_in, today

SignedIn = Callable[[User], FlaskClient]


def test_the_secretariat_starts_the_joining_from_the_overview(session: Session, signed_in: SignedIn) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    browser = signed_in(newcomer.secretary)
    assert "加入手続を始める" in browser.get("/joining").text
    for _ in range(2):
        answer = browser.post(f"/joining/{newcomer.city.code}/start", data={"key": "form-1"})
        assert (answer.status_code, answer.location) == (303, f"/joining/{newcomer.city.code}")

    assert len(newcomer.tasks) == 2
    assert "/start" not in browser.get("/joining").text


def test_progress_is_shown_by_domain_and_group(session: Session, signed_in: SignedIn) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    others = [place.city for place in newcomer.group.cities]
    tax = a_group(others, code="TAX-01", domain=a_domain("TAX", "税"))
    a_quick_decision(tax, effective_on=today())
    tasks = begun(newcomer)
    answers(newcomer.voice, tasks[:1], Answer.ADOPT)
    page = signed_in(newcomer.secretary).get(f"/joining/{newcomer.city.code}").text

    assert "TAX-01" in page
    assert "市担当が未登録" in page
    assert "未回答1件" in page


def test_home_counts_the_decisions_of_each_chapter_for_who_speaks_for_the_city(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 12)
    tasks = begun(newcomer)
    home = signed_in(newcomer.voice).get("/").text
    assert "加入にあたっての態度表明" in home
    assert "効力のある決定 12件" in home
    assert f"/joining/{newcomer.city.code}/chapters/{newcomer.group.code}" in home

    answers(newcomer.voice, tasks, Answer.ADOPT)
    assert "態度表明の確定" in signed_in(newcomer.voice).get("/").text
    confirms(newcomer.voice, newcomer.group, newcomer.city)
    assert "態度表明" not in signed_in(newcomer.voice).get("/todo").text


def test_a_colleague_sees_it_among_what_waits_for_others_of_the_city(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 3)
    begun(newcomer)
    colleague = a_member(newcomer.group, newcomer.city)

    assert "効力のある決定 3件" in signed_in(colleague).get("/todo?for=city").text
    assert "効力のある決定 3件" not in signed_in(colleague).get("/todo").text


def test_the_secretariat_sees_on_its_home_page_how_many_positions_are_missing(
    session: Session, signed_in: SignedIn
) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    browser = signed_in(newcomer.secretary)
    assert "加入市の未表明" not in browser.get("/").text
    begun(newcomer)

    assert "加入市の未表明" in browser.get("/").text


def test_only_the_secretariat_reminds_and_the_city_is_told(session: Session, signed_in: SignedIn) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    begun(newcomer)
    path = f"/joining/{newcomer.city.code}/remind"
    assert signed_in(newcomer.voice).post(path).status_code == 403
    assert signed_in(newcomer.secretary).post(path, data={"key": "form-1"}).status_code == 303

    notices = signed_in(newcomer.voice).get("/notices").text
    assert "態度表明がまだ済んでいない決定があります" in notices
    assert f"/joining/{newcomer.city.code}" in notices


def test_people_of_other_cities_find_nothing_of_it(session: Session, signed_in: SignedIn) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    begun(newcomer)
    neighbour = a_person(newcomer.group.cities[0].city)

    assert "加入手続中の市はありません" in signed_in(neighbour).get("/joining").text
    assert signed_in(neighbour).get(f"/joining/{newcomer.city.code}").status_code == 403
