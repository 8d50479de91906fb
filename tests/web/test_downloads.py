"""Downloads: ordered from the pages of editions and meetings, watched while they are made, fetched by their owner."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.domain.downloads import KEPT, FileFormat
from app.domain.meetings import MinutesState
from app.exports import minutes_archive
from app.exports.typesetting import PdfFailed
from app.jobs.files import make_files
from app.models import FileOrder, User
from app.transaction import transaction
from tests.builders.council import a_partner, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.downloads import a_minutes_order, an_edition_order
from tests.builders.manual import an_edition
from tests.builders.meetings import some_minutes
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_m10_a_whole_edition_is_ordered_watched_and_fetched(
    installation: Installation, session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    an_edition()
    browser = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    assert 'href="/downloads/editions/1"' in browser.get("/manual/editions/1").text
    form = browser.get("/downloads/editions/1").text
    for name in ("PDF", "Word", "ウェブページ(ZIP)", "Markdown", "データ(JSON)"):
        assert name in form
    page = browser.post("/downloads/editions/1", data={"format": "md", "key": "form"}).location

    waiting = browser.get(page)
    assert '<noscript><meta http-equiv="refresh"' in waiting.text
    assert f'data-url="{page}"' in waiting.text
    assert browser.get(page, headers={"If-None-Match": waiting.headers["ETag"]}).status_code == 304
    make_files(installation.database)
    ready = browser.get(page, headers={"If-None-Match": waiting.headers["ETag"]})
    assert ready.status_code == 200
    assert "refresh" not in ready.text
    assert "共通運用手順書_第1版.md" in ready.text
    file = browser.get(f"{page}/共通運用手順書_第1版.md", buffered=True)
    assert decision.title in file.text
    assert file.content_type == "text/markdown; charset=utf-8"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert browser.get(f"{page}/another.md").status_code == 404


def test_a2_nobody_else_sees_an_order_or_its_file(
    installation: Installation, session: Session, signed_in: SignedIn
) -> None:
    a_quick_decision()
    an_edition()
    order = an_edition_order(a_secretary())
    make_files(installation.database)
    session.rollback()
    browser = signed_in(a_secretary())

    for path in (f"/downloads/{order.id}", f"/downloads/{order.id}/{order.filename}"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"/downloads/{order.id}/again").status_code == 404
    assert "第1版" not in browser.get("/downloads").text


def test_m10_minutes_of_many_meetings_come_with_an_index_of_what_the_person_may_read(
    installation: Installation, session: Session, signed_in: SignedIn
) -> None:
    first = some_minutes(until=MinutesState.FINAL)
    clock.travel(timedelta(days=3))
    group = first.meeting.group
    some_minutes(group, until=MinutesState.CIRCULATED)
    clock.travel(timedelta(days=3))
    some_minutes(group)  # a draft is for those who write it
    browser = signed_in(first.voices[0])
    refused = browser.post(
        "/downloads/minutes",
        data={"group": group.code, "until": "2001-01-01", "layout": "results", "format": "md"},
    )
    assert refused.status_code == 422
    assert "ご覧になれる議事録がありません" in refused.text
    page = browser.post(
        "/downloads/minutes", data={"group": group.code, "layout": "results", "format": "md", "key": "form"}
    ).location
    make_files(installation.database)
    archive = ZipFile(BytesIO(browser.get(f"{page}/議事録_EDU-02.zip", buffered=True).data))

    names = archive.namelist()
    assert names == [
        "EDU-02/EDU-02_第1回_議事録_結果のみ.md",
        "EDU-02/EDU-02_第2回_議事録_結果のみ_案（確認中）.md",
        "一覧.xlsx",
    ]
    index = (
        CalamineWorkbook.from_filelike(BytesIO(archive.read("一覧.xlsx"))).get_sheet_by_index(0).to_python()
    )
    assert [row[10] for row in index[1:]] == names[:2]
    assert [row[3] for row in index[1:]] == [1, 2]
    assert "第1回" in archive.read(names[0]).decode()
    assert "（結果のみ）" in browser.get("/downloads").text


def test_m10_minutes_left_out_are_named_in_the_index_and_on_the_page_and_its_owner_is_told(
    installation: Installation, session: Session, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sittings = [some_minutes(until=MinutesState.CIRCULATED)]
    sittings.append(some_minutes(sittings[0].meeting.group, until=MinutesState.CIRCULATED))
    answers = [b"%PDF-", PdfFailed("refused")]
    monkeypatch.setattr(minutes_archive, "to_pdfs", lambda documents, **_: answers)
    order = a_minutes_order(sittings[0].secretary, "EDU-02", FileFormat.PDF)
    make_files(installation.database)
    browser = signed_in(sittings[0].secretary)
    page = f"/downloads/{order.id}"

    inbox = browser.get("/notices").text
    assert "ご依頼のファイルができました(一部を収められませんでした)" in inbox
    assert f'href="{page}"' in inbox
    shown = browser.get(page).text
    for words in ("1件の会議の議事録を収められませんでした", "PDFに組めない内容が含まれています。"):
        assert words in shown
    left_out = sittings[1].meeting.id
    for ending in ("docx", "md"):
        file = f"/meetings/{left_out}/minutes.{ending}?layout=summary"
        assert file in shown
        assert browser.get(file).status_code == 200
    assert "1件を除く" in browser.get("/downloads").text
    archive = ZipFile(BytesIO(browser.get(f"{page}/議事録_EDU-02.zip", buffered=True).data))
    assert archive.namelist() == ["EDU-02/EDU-02_第1回_議事録_案（確認中）.pdf", "一覧.xlsx"]
    index = CalamineWorkbook.from_filelike(BytesIO(archive.read("一覧.xlsx"))).get_sheet_by_index(0)
    assert [bool(row[10]) for row in index.to_python()[1:]] == [True, False]
    assert [str(row[11])[:10] for row in index.to_python()[1:]] == ["", "PDFに組めない内容"]

    clock.travel(KEPT)
    assert 'href="/downloads"' in browser.get("/notices").text
    assert f'href="{page}"' not in browser.get("/notices").text


def test_a2_a_file_is_not_handed_out_once_its_owner_may_no_longer_read_what_it_holds(
    installation: Installation, session: Session, signed_in: SignedIn
) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    partner = a_partner(sitting.meeting.group)
    order = a_minutes_order(partner)
    make_files(installation.database)
    session.rollback()
    path = f"/downloads/{order.id}/{order.filename}"
    assert signed_in(partner).get(path, buffered=True).status_code == 200
    with transaction():
        session.merge(partner).roles[0].until = clock.now()

    assert signed_in(partner).get(path).status_code == 403
    page = signed_in(partner).get(f"/downloads/{order.id}").text
    assert "現在ご覧になれないもの" in page
    assert f'href="{path}"' not in page


def test_the_list_of_downloads_is_paged_and_asks_no_more_for_more_orders(
    installation: Installation, session: Session, signed_in: SignedIn
) -> None:
    a_quick_decision()
    an_edition()
    secretary = a_secretary()
    browser = signed_in(secretary)
    assert "依頼したファイルはありません" in browser.get("/downloads").text

    def asked(orders: int) -> int:
        with transaction():
            session.add_all(
                FileOrder(
                    kind="edition",
                    facts={"edition": 1},
                    format="pdf",
                    language="ja",
                    ordered_by_id=secretary.id,
                    ordered_at=clock.now(),
                    goes_at=clock.now() + timedelta(days=7),
                )
                for _ in range(orders)
            )
        browser.get("/downloads")
        with counted(installation.database) as statements:
            assert browser.get("/downloads").status_code == 200
        return len(statements)

    assert asked(10) == asked(90)
    assert session.scalars(select(FileOrder.id)).all()[-1] == 100
    assert "page=4" in browser.get("/downloads").text
