"""Importing on the screen: read, shown with every fault, confirmed; nothing typed is lost (A7)."""

from collections.abc import Callable
from io import BytesIO

from flask.testing import FlaskClient
from python_calamine import load_workbook
from sqlalchemy.orm import Session

from app.models import User
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.importing import WORD, a_sheet, an_import
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_a7_a_file_is_read_shown_and_imported(session: Session, signed_in: SignedIn) -> None:
    group, browser = a_group(), signed_in(a_secretary())
    upload = a_sheet(group, "封入の向き", "督促の回数")
    sent = {"file": (BytesIO(upload.content), upload.filename), "instruction": WORD, "key": "一"}
    answer = browser.post("/imports", data=sent)
    assert answer.status_code == 303

    page = browser.get(answer.location).text
    assert all(words in page for words in ("封入の向き", "督促の回数", "差異2件を取り込む", WORD))
    assert "封入の向き" not in browser.get("/differences").text

    for _ in range(2):
        assert browser.post(answer.location).status_code == 303
    assert browser.get("/differences").text.count("督促の回数") == 1
    assert f"/differences/{group.code}-002" in browser.get(answer.location).text


def test_a7_a_fault_stands_with_sheet_row_and_column(session: Session, signed_in: SignedIn) -> None:
    secretary = a_secretary()
    found = an_import(secretary, a_sheet(a_group(), "封入の向き", ""))
    browser = signed_in(secretary)
    page = browser.get(f"/imports/{found.id}").text
    row = page[page.index('id="faults"') : page.index('id="rows"')]
    assert all(words in row for words in ("差異", ">3<", ">B<", "入力が必要です。"))
    assert "取り込めません" in page
    assert browser.post(f"/imports/{found.id}").status_code == 409


def test_a_file_that_cannot_be_read_brings_the_form_back(session: Session, signed_in: SignedIn) -> None:
    browser = signed_in(a_secretary())
    answer = browser.post("/imports", data={"file": (BytesIO(b"%PDF-1.7"), "表.pdf"), "instruction": WORD})
    assert answer.status_code == 422
    assert ".xlsx、.ods、.csvのいずれか" in answer.text
    assert WORD in answer.text
    assert "ファイルを選択してください。" in browser.post("/imports", data={"instruction": WORD}).text


def test_the_empty_spreadsheet_has_a_column_for_each_city(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    content = signed_in(a_secretary()).get("/imports/template.xlsx").data
    (header,) = load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()
    cities = [place.city.name_ja for place in group.cities]
    assert header == ["グループ", "件名", "種別", "問題となる理由", *sorted(cities, key=cities.index)]


def test_the_button_stands_for_the_secretariat_alone(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    voice = a_representative(group, group.cities[0].city)
    assert 'href="/imports"' in signed_in(a_secretary()).get("/differences").text
    assert 'href="/imports"' not in signed_in(voice).get("/differences").text


def test_a_long_file_takes_as_many_queries_as_a_short_one(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    secretary, group = a_secretary(), a_group()
    browser = signed_in(secretary)
    sizes = []
    for rows in (10, 100):
        found = an_import(secretary, a_sheet(group, *(f"項目{number}" for number in range(rows))))
        with counted(installation.database) as statements:
            assert browser.get(f"/imports/{found.id}").status_code == 200
            assert browser.get("/imports").status_code == 200
        sizes.append(len(statements))
    assert sizes[0] == sizes[1] <= 30
