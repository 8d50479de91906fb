"""What every format starts from: clean text, an outline without jumps, bounded nesting, whole tables (T12)."""

from datetime import date

import pytest

from app.domain.diffs import Change
from app.exports.document import (
    Column,
    ComparisonTable,
    Contents,
    Facts,
    Heading,
    ListOf,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Run,
    Signatures,
    Table,
    long_date,
    plain,
)
from app.exports.measures import column_shares, row_spans, signature_lines
from app.exports.prepare import MAX_NESTING, clean, prepared
from tests.builders.documents import a_document, minutes


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a\x00b\x08c\x1fd", "abcd"),
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("\ud800𠮷野家\ufffe", "𠮷野家"),
        ("a < b & c", "a < b & c"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("\ufeff先頭", "先頭"),
    ],
)
def test_text_loses_only_what_a_file_cannot_hold(typed: str, expected: str) -> None:
    assert clean(typed) == expected


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 2, 3, 2, 1], [1, 2, 3, 2, 1]),
        ([3, 3, 4, 2], [1, 1, 2, 1]),
        ([1, 4, 4, 2], [1, 2, 2, 2]),
        ([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 6, 6]),
    ],
)
def test_the_outline_never_jumps(levels: list[int], expected: list[int]) -> None:
    ready = prepared(a_document(*(Heading(level, "見出し") for level in levels)))
    assert [part.level for part in ready.parts if isinstance(part, Heading)] == expected


def test_a_heading_inside_a_quote_stays_as_bold_text() -> None:
    (quote,) = prepared(a_document(Quote((Heading(1, "見出し"), PageBreak(), Contents("目次"))))).parts
    assert quote == Quote((Paragraph((Run("見出し", bold=True),)),))


def test_nesting_is_bounded_and_loses_no_text() -> None:
    part: Part = Paragraph("底")
    for level in range(40):
        part = Quote((part,)) if level % 2 else ListOf(((Paragraph(f"段{level}"), part),))
    ready = prepared(a_document(part)).parts
    assert _depth(ready) <= MAX_NESTING
    assert "底" in str(ready)
    assert all(f"'段{level}'" in str(ready) for level in range(0, 40, 2))


def test_links_lead_to_the_web_to_mail_or_to_a_heading_that_is_there() -> None:
    links = (
        "https://a.jp",
        "mailto:a@b.jp",
        "#here",
        "#nowhere",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "x",
    )
    text = tuple(Run(link, link=link) for link in links)
    ready = prepared(a_document(Heading(1, "ここ", anchor="here"), Paragraph(text)))
    paragraph = ready.parts[1]
    assert isinstance(paragraph, Paragraph)
    assert [run.link for run in paragraph.text if isinstance(run, Run)] == [
        "https://a.jp",
        "mailto:a@b.jp",
        "#here",
        *[""] * 4,
    ]
    assert plain(paragraph.text) == "".join(links)


def test_an_anchor_names_one_heading() -> None:
    ready = prepared(a_document(Heading(1, "甲", anchor="same"), Heading(1, "乙", anchor="same")))
    assert [part.anchor for part in ready.parts if isinstance(part, Heading)] == ["same", ""]


def test_a_row_has_as_many_cells_as_the_table_columns() -> None:
    (table,) = prepared(a_document(Table((Column("甲"), Column("乙")), (("1",), ("1", "2", "3"))))).parts
    assert isinstance(table, Table)
    assert [[plain(cell) for cell in row] for row in table.rows] == [["1", ""], ["1", "2"]]


def test_a_comparison_becomes_a_table_that_keeps_its_marks() -> None:
    comparison = next(part for part in minutes().parts if isinstance(part, ComparisonTable))
    (table,) = prepared(a_document(comparison)).parts
    assert isinstance(table, Table)
    assert [plain(column.title) for column in table.columns] == ["条", "現行", "決定した案", "備考"]
    old, new = table.rows[0][1], table.rows[0][2]
    assert [run.change for run in old if isinstance(run, Run)] == [Change.EQUAL, Change.DELETE, Change.EQUAL]
    assert plain(new) == "申請の期限は、通知の日から30日とする。"


def test_empty_facts_leave_no_empty_table() -> None:
    assert prepared(a_document(Facts(()))).parts == ()


def test_short_columns_stay_whole_and_long_ones_share_the_rest() -> None:
    table = Table(
        (Column("番号"), Column("内容"), Column("期限")), (("1", "長い文" * 60, "令和8年12月11日（金）"),)
    )
    number, content, due = column_shares(table)
    assert number + content + due == pytest.approx(1)
    assert number < due < content
    assert due * 100 >= 21


def test_widths_that_are_given_are_kept() -> None:
    assert column_shares(Table((Column("甲", 1), Column("乙", 3)), ())) == [0.25, 0.75]


def test_equal_neighbours_become_one_cell_only_under_equal_cells_to_their_left() -> None:
    rows = (("甲", "x", "1"), ("甲", "x", "2"), ("乙", "x", "3"), ("乙", "y", "3"))
    table = Table((Column("a"), Column("b"), Column("c")), rows, merged_columns=2)
    assert row_spans(table) == [[2, 2, 1], [0, 0, 1], [2, 1, 1], [0, 1, 1]]


@pytest.mark.parametrize(("boxes", "lines"), [(0, [1]), (3, [3]), (5, [5]), (6, [3, 3]), (11, [4, 4, 4])])
def test_signature_boxes_stand_in_equal_lines(boxes: int, lines: list[int]) -> None:
    signatures = Signatures(tuple(minutes().parts[-1].boxes[:1]) * boxes)  # type: ignore[union-attr]
    assert [len(line) for line in signature_lines(signatures)] == lines


@pytest.mark.parametrize(
    ("day", "japanese", "english"),
    [
        (date(2026, 11, 23), "令和8年11月23日", "23 November 2026"),
        (date(2019, 5, 1), "令和元年5月1日", "1 May 2019"),
    ],
)
def test_dates_are_written_as_documents_write_them(day: date, japanese: str, english: str) -> None:
    assert (long_date(day, "ja"), long_date(day, "en")) == (japanese, english)


def _depth(parts: tuple[Part, ...]) -> int:
    inner = [
        _depth(item)
        for part in parts
        for item in (
            part.items if isinstance(part, ListOf) else (part.parts,) if isinstance(part, Quote) else ()
        )
    ]
    return max(inner, default=-1) + 1
