"""Which files are taken, and under which name."""

import pytest

from app.domain.attachments import (
    MAX_BYTES,
    MAX_FILES,
    MAX_NAME,
    FileRefused,
    Upload,
    accept,
    clean_filename,
)
from tests.builders.discussion import PDF, PNG, an_archive

WORD = an_archive(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
EXCEL = an_archive(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))
ODS = an_archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>"))
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("様式第1号.pdf", PDF, "application/pdf"),
        ("手引き.PDF", b"\n\n" + PDF, "application/pdf"),
        ("議案.docx", WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("集計.xlsx", EXCEL, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("集計.ods", ODS, "application/vnd.oasis.opendocument.spreadsheet"),
        ("集計.xls", OLD_EXCEL, "application/vnd.ms-excel"),
        ("一覧.csv", "年度,件数\r\n2026,12\r\n".encode(), "text/csv"),
        ("一覧.csv", "年度,件数\r\n".encode("cp932"), "text/csv"),
        ("覚え.txt", "覚え書き".encode("utf-16"), "text/plain"),
        ("画面.png", PNG, "image/png"),
        ("写真.jpeg", b"\xff\xd8\xff\xe0" + bytes(10), "image/jpeg"),
    ],
)
def test_office_files_are_taken_with_the_media_type_of_their_kind(
    name: str, content: bytes, media_type: str
) -> None:
    (file,) = accept([Upload(name, content)])

    assert (file.filename, file.media_type, file.content) == (name, media_type, content)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("案内.exe", b"MZ", "file_kind_not_taken"),
        ("案内.pdf.exe", PDF, "file_kind_not_taken"),
        ("page.html", b"<script>", "file_kind_not_taken"),
        ("picture.svg", b"<svg/>", "file_kind_not_taken"),
        ("macro.xlsm", EXCEL, "file_kind_not_taken"),
        ("pdf", PDF, "file_kind_not_taken"),
        (".pdf", PDF, "file_kind_not_taken"),
        ("空.pdf", b"", "file_is_empty"),
        ("大.txt", b"a" * (MAX_BYTES + 1), "file_too_large"),
        ("偽.pdf", b"<html><script>alert(1)</script>", "file_is_something_else"),
        ("偽.png", PDF, "file_is_something_else"),
        ("偽.docx", EXCEL, "file_is_something_else"),
        ("偽.docx", b"PK\x03\x04 broken", "file_is_something_else"),
        ("偽.ods", an_archive(("mimetype", b"text/html")), "file_is_something_else"),
        ("偽.xls", EXCEL, "file_is_something_else"),
        ("偽.txt", b"\x00\x01\x02", "file_is_something_else"),
        ("偽.csv", b"\xff\xd8\xff\xe0\x00\x10", "file_is_something_else"),
    ],
)
def test_what_is_unknown_too_much_or_pretends_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        accept([Upload(name, content)])

    assert refused.value.code == code


def test_the_number_of_files_is_bounded_and_the_same_content_counts_once() -> None:
    with pytest.raises(FileRefused) as refused:
        accept([Upload("a.pdf", PDF)] * (MAX_FILES + 1))
    assert (refused.value.code, refused.value.limit) == ("too_many_files", MAX_FILES)

    assert len(accept([Upload("a.pdf", PDF), Upload("b.pdf", PDF), Upload("c.png", PNG)])) == 2


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("様式第1号.pdf", "様式第1号.pdf"),
        ("C:\\Users\\me\\様式.pdf", "様式.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\u202efdp.txt", "afdp.txt"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ('<"見積">.pdf', "__見積__.pdf"),
        ("..  .hidden.pdf", "hidden.pdf"),
        ("con.pdf", "_con.pdf"),
        ("か\u3099.pdf", "が.pdf"),
    ],
)
def test_a_name_is_safe_on_every_computer(typed: str, clean: str) -> None:
    assert clean_filename(typed) == clean


def test_a_long_name_is_cut_and_keeps_its_end() -> None:
    name = clean_filename("長" * 300 + ".pdf")

    assert len(name) == MAX_NAME
    assert name.endswith("長.pdf")


def test_a_hash_is_of_the_content_alone() -> None:
    one, other = accept([Upload("a.pdf", PDF)])[0], accept([Upload("b.pdf", PDF)])[0]

    assert one.sha256 == other.sha256
    assert len(one.sha256) == 64
