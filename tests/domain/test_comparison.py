"""The comparison table."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.comparison import Row, RowKind, compare
from app.domain.diffs import Change, Segment

OLD = "第1条 目的\n\n第2条 14日以内\n第3条 手数料\n第4条 委任"
NEW = "第1条 目的\n\n第2条 10日以内\n第2条の2 電子申請の特例を新たに設ける\n第3条 手数料"

LINES = st.lists(
    st.sampled_from(["", " ", "第1条 目的", "第2条 提出する", "第2条 提出", "手数料", "別"]), max_size=15
)


def text_of(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments)


def shown(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def test_t12_the_table_says_of_every_line_what_became_of_it() -> None:
    rows = compare(OLD, NEW)
    assert [(row.kind, text_of(row.old), text_of(row.new)) for row in rows] == [
        (RowKind.EQUAL, "第1条 目的", "第1条 目的"),
        (RowKind.CHANGED, "第2条 14日以内", "第2条 10日以内"),
        (RowKind.INSERTED, "", "第2条の2 電子申請の特例を新たに設ける"),
        (RowKind.EQUAL, "第3条 手数料", "第3条 手数料"),
        (RowKind.DELETED, "第4条 委任", ""),
    ]


def test_t12_a_changed_row_marks_each_side_by_itself() -> None:
    row = compare("14日以内", "10日以内")[0]
    assert row.old == (Segment(Change.DELETE, "14"), Segment(Change.EQUAL, "日以内"))
    assert row.new == (Segment(Change.INSERT, "10"), Segment(Change.EQUAL, "日以内"))


def test_rows_carry_the_line_numbers_of_their_texts() -> None:
    assert [(row.old_number, row.new_number) for row in compare(OLD, NEW)] == [
        (1, 1),
        (3, 3),
        (None, 4),
        (4, 5),
        (5, None),
    ]


def test_a_line_put_in_the_place_of_another_faces_it() -> None:
    row = compare("申請は書面で行う。", "手数料を徴収しない。")[0]
    assert (row.kind, text_of(row.old), text_of(row.new)) == (
        RowKind.CHANGED,
        "申請は書面で行う。",
        "手数料を徴収しない。",
    )


def test_equal_rows_far_from_a_change_are_folded_and_counted() -> None:
    lines = [f"第{number}条 {chr(0x4E00 + number)}" for number in range(1, 11)]
    changed = [*lines[:4], "第5条 全く新しい条文", *lines[5:]]
    rows = compare("\n".join(lines), "\n".join(changed), context=1)
    changes = [row for row in rows if row.kind not in {RowKind.EQUAL, RowKind.OMITTED}]
    assert rows[0] == Row(RowKind.OMITTED, omitted=3)
    assert [text_of(row.old) for row in rows if row.kind is RowKind.EQUAL] == [lines[3], lines[5]]
    assert rows[-1] == Row(RowKind.OMITTED, omitted=4)
    assert changes


def test_a_single_row_is_not_folded_since_the_fold_would_take_as_much_room() -> None:
    rows = compare("甲\n乙\n丙", "甲\n乙\n丁戊己", context=1)
    assert [row.kind for row in rows[:2]] == [RowKind.EQUAL, RowKind.EQUAL]


def test_equal_texts_fold_to_one_row() -> None:
    assert compare("甲\n乙\n丙", "甲\n乙\n丙", context=3) == [Row(RowKind.OMITTED, omitted=3)]


def test_two_empty_texts_have_no_row() -> None:
    assert compare("", "") == []


def test_a_missing_line_end_is_no_change() -> None:
    assert [row.kind for row in compare("甲\n乙", "甲\n乙\n")] == [RowKind.EQUAL, RowKind.EQUAL]


@settings(deadline=None)
@given(LINES, LINES)
def test_t12_both_columns_hold_exactly_the_lines_of_their_text(old: list[str], new: list[str]) -> None:
    rows = compare("\n".join(old), "\n".join(new))
    assert shown([text_of(row.old) for row in rows]) == shown(old)
    assert shown([text_of(row.new) for row in rows]) == shown(new)


@settings(deadline=None)
@given(LINES, LINES, st.integers(min_value=0, max_value=3))
def test_folding_hides_only_equal_rows_and_counts_them_all(
    old: list[str], new: list[str], context: int
) -> None:
    full = compare("\n".join(old), "\n".join(new))
    folded = compare("\n".join(old), "\n".join(new), context)
    changes = [row for row in full if row.kind is not RowKind.EQUAL]
    assert [row for row in folded if row.kind not in {RowKind.EQUAL, RowKind.OMITTED}] == changes
    assert sum(row.omitted or 1 for row in folded) == len(full)
