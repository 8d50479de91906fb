"""What fits a joining city and what does not: the page, and files that say the same (M10, M11)."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

from docx import Document
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.domain.differences import DifferenceKind
from app.domain.joining import Answer
from app.models import User
from tests.builders.decided import a_quick_decision
from tests.builders.joining import (
    INSTEAD,
    REASON,
    Newcomer,
    a_newcomer,
    answers,
    begun,
    confirms,
    decisions_in,
    today,
)
from tests.builders.manual import copies_of
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def _answered() -> Newcomer:
    """Four decisions of one section with every answer, and one of another section without."""
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 4)
    a_quick_decision(newcomer.group, kind=DifferenceKind.FORM, effective_on=today())
    answers(newcomer.voice, begun(newcomer)[:4], *Answer)
    return newcomer


def test_the_page_counts_by_section_and_lists_every_decision(session: Session, signed_in: SignedIn) -> None:
    newcomer = _answered()
    path = f"/joining/{newcomer.city.code}/report"
    page = signed_in(newcomer.secretary).get(path).text

    for words in ("適合・不適合:小金井市", "運用", "帳票", INSTEAD, REASON, "回答済(未確定)"):
        assert words in page
    numbers = [task.decision.number for task in newcomer.tasks]
    assert all(number in page for number in numbers)
    objected = signed_in(newcomer.voice).get(f"{path}?answer=object").text
    assert [number for number in numbers if number in objected] == [numbers[3]]


def test_the_files_say_what_the_page_says(session: Session, signed_in: SignedIn) -> None:
    newcomer = _answered()
    browser, path = signed_in(newcomer.voice), f"/joining/{newcomer.city.code}/report"
    rows = list(csv.reader(StringIO(browser.get(f"{path}.csv").data.decode("utf-8-sig"))))
    assert [row[6] for row in rows[1:]] == [
        "採用する",
        "期日から採用する",
        "例外を求める",
        "異議あり",
        "未表明",
    ]

    document = Document(BytesIO(browser.get(f"{path}.docx").data))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    text = browser.get(f"{path}.md").text
    for task in newcomer.tasks:
        assert any(task.decision.number in cell for cell in cells)
        assert task.decision.number in text
    assert browser.get(f"{path}.pdf").data.startswith(b"%PDF")
    assert browser.get(f"{path}.pdf").data == browser.get(f"{path}.pdf").data


def test_m11_nothing_a_city_wrote_becomes_a_formula(session: Session, signed_in: SignedIn) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    (task,) = begun(newcomer)
    typed = {f"answer_{task.id}": "object", f"reason_{task.id}": "=1+1 とはならない"}
    path = f"/joining/{newcomer.city.code}"
    browser = signed_in(newcomer.voice)
    assert browser.post(f"{path}/chapters/{newcomer.group.code}", data=typed).status_code == 303

    assert "'=1+1 とはならない" in browser.get(f"{path}/report.csv").data.decode("utf-8-sig")


def test_a_finished_report_is_final(session: Session, signed_in: SignedIn) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    answers(newcomer.voice, begun(newcomer), Answer.ADOPT)
    path = f"/joining/{newcomer.city.code}/report.md"
    assert "未確定" in signed_in(newcomer.voice).get(path).text

    confirms(newcomer.voice, newcomer.group, newcomer.city)
    assert "未確定" not in signed_in(newcomer.voice).get(path).text


def test_a_report_of_a_hundred_decisions_costs_no_more_statements(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    newcomer = a_newcomer()
    (decision,) = decisions_in(newcomer.group, 1)
    copies_of(decision, 99)
    begun(newcomer)
    browser, path = signed_in(newcomer.voice), f"/joining/{newcomer.city.code}/report"
    for address in (path, f"{path}?page=2", f"{path}.csv"):
        with counted(installation.database) as statements:
            assert browser.get(address).status_code == 200
        assert len(statements) <= 25, (address, len(statements))
