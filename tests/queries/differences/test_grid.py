"""The cities side by side: equal practices alike, 未調査 never blank."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.clock import now, travel
from app.domain.attachments import Upload
from app.domain.roles import MembershipKind
from app.models import Difference
from app.queries.differences.grid import GridCell, grid_of
from app.transaction import transaction
from tests.builders.council import a_city, a_group, a_secretary, three_cities
from tests.builders.differences import a_practice, a_surveying_difference


def _grid(difference: Difference) -> dict[str, GridCell]:
    return {cell.city.name_ja: cell for cell in grid_of(difference, now()).cells}


def _shape(difference: Difference) -> list[tuple[str, str, int]]:
    return [(cell.state, cell.letter, cell.alike) for cell in grid_of(difference, now()).cells]


def test_a_city_that_has_not_answered_is_not_surveyed(session: Session) -> None:
    assert _shape(a_surveying_difference()) == [("unsurveyed", "", 0)] * 3


def test_a_single_answer_has_nothing_to_be_compared_with(session: Session) -> None:
    difference = a_surveying_difference()
    a_practice(difference, difference.group.cities[1].city)

    assert _shape(difference) == [("unsurveyed", "", 0), ("plain", "A", 1), ("unsurveyed", "", 0)]


def test_equal_practices_carry_the_same_letter_whatever_their_width(session: Session) -> None:
    difference = a_surveying_difference()
    tachikawa, mitaka, hino = (place.city for place in difference.group.cities)
    a_practice(difference, tachikawa, "窓口で受け付ける。")
    a_practice(difference, mitaka, "１０日以内に通知する。")
    a_practice(difference, hino, "10日以内に通知する。\n")

    assert _shape(difference) == [("differs", "B", 1), ("same", "A", 2), ("same", "A", 2)]


def test_cities_that_all_differ_are_lettered_in_their_order(session: Session) -> None:
    difference = a_surveying_difference()
    for place in difference.group.cities:
        a_practice(difference, place.city)

    assert _shape(difference) == [("differs", "A", 1), ("differs", "B", 1), ("differs", "C", 1)]


def test_the_last_revision_counts(session: Session) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    a_practice(difference, city, "窓口で受け付ける。")
    a_practice(difference, city, "郵送で受け付ける。")

    revision = _grid(difference)["立川市"].revision
    assert revision is not None
    assert (revision.number, revision.body) == (2, "郵送で受け付ける。")


def test_an_associate_stands_in_the_grid_and_a_city_that_left_stays(session: Session) -> None:
    group = a_group([*three_cities(), a_city("小金井市", MembershipKind.ASSOCIATE)])
    difference = a_surveying_difference(group)
    a_practice(difference, group.cities[0].city)
    with transaction():
        for place in group.cities[:2]:
            place.until = now() + timedelta(hours=1)
    travel(timedelta(days=1))

    cells = _grid(difference)
    assert {name: cell.takes_part for name, cell in cells.items()} == {
        "立川市": False,
        "小金井市": True,
        "日野市": True,
    }, "Tachikawa had answered before it left, Mitaka had not"


def test_files_of_every_revision_stand_in_the_citys_cell(session: Session) -> None:
    difference = a_surveying_difference()
    city, secretary = difference.group.cities[0].city, a_secretary()
    for number in (1, 2):
        files = [Upload(f"手引き{number}.txt", f"第{number}版".encode())]
        a_practice(difference, city, f"第{number}の方法", author=secretary, instruction="電話", files=files)

    assert [file.filename for file in _grid(difference)["立川市"].files] == ["手引き1.txt", "手引き2.txt"]
    assert grid_of(difference, now()).has_files
