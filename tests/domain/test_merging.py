"""Three-way merge of lines: right, or a conflict; never a guess."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.merging import Conflict, Merged, merge

BASE = "第1条 目的\n第2条 定義\n第3条 申請\n第4条 審査\n第5条 通知"

ANY_TEXT = st.lists(st.sampled_from(["", "甲", "乙", "丙", "甲"]), max_size=8).map("\n".join)


def test_t8_changes_far_apart_are_both_kept() -> None:
    mine = BASE.replace("第1条 目的", "第1条 趣旨")
    theirs = BASE.replace("第5条 通知", "第5条 通知\n第6条 委任")
    assert merge(BASE, mine, theirs) == Merged(
        "第1条 趣旨\n第2条 定義\n第3条 申請\n第4条 審査\n第5条 通知\n第6条 委任"
    )


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("第2条 定義", "第2条 定義"),
        ("第2条 定義", "第3条 申請"),
        ("第3条 申請", "第2条 定義"),
    ],
)
def test_t8_the_same_or_a_neighbouring_line_is_a_conflict_with_all_three_texts(
    mine: str, theirs: str
) -> None:
    my_text, their_text = BASE.replace(mine, "私の文"), BASE.replace(theirs, "相手の文")
    assert merge(BASE, my_text, their_text) == Conflict(BASE, my_text, their_text)


def test_t8_one_untouched_line_between_is_enough() -> None:
    assert merge("甲\n乙\n丙", "甲2\n乙\n丙", "甲\n乙\n丙2") == Merged("甲2\n乙\n丙2")


def test_t8_an_insertion_beside_a_changed_line_is_a_conflict() -> None:
    assert isinstance(merge("甲\n乙\n丙", "甲\n新\n乙\n丙", "甲\n乙2\n丙"), Conflict)


def test_t8_two_insertions_at_one_place_are_a_conflict() -> None:
    assert isinstance(merge("甲\n乙", "甲\n新1\n乙", "甲\n新2\n乙"), Conflict)


def test_t8_deleting_what_the_other_changed_is_a_conflict() -> None:
    assert isinstance(merge("甲\n乙\n丙", "甲\n丙", "甲\n乙2\n丙"), Conflict)


def test_t8_the_same_change_with_a_further_one_is_a_conflict_since_the_line_was_touched() -> None:
    assert isinstance(
        merge(BASE, BASE.replace("定義", "用語"), BASE.replace("定義", "用語") + "\n附則"), Conflict
    )


def test_t8_a_line_added_among_equal_lines_touches_all_of_them() -> None:
    base = "表\n--\n--\n--\n末"
    mine = "表\n--\n--\n--\n--\n末"
    theirs = "表2\n--\n--\n--\n末"
    assert isinstance(merge(base, mine, theirs), Conflict)


def test_a_change_without_a_rival_is_taken() -> None:
    changed = BASE.replace("目的", "趣旨")
    assert merge(BASE, changed, BASE) == Merged(changed)
    assert merge(BASE, BASE, changed) == Merged(changed)
    assert merge(BASE, changed, changed) == Merged(changed)


def test_line_ends_at_the_end_of_the_text_are_kept() -> None:
    assert merge("甲\n乙\n丙\n", "甲2\n乙\n丙\n", "甲\n乙\n丙2\n") == Merged("甲2\n乙\n丙2\n")


def test_texts_too_long_to_compare_line_by_line_are_never_guessed() -> None:
    base = "\n".join(f"行{number}" for number in range(2_500))
    mine = base.replace("行", "私")
    theirs = base.replace("行1200\n", "相手\n")
    assert merge(base, mine, theirs) == Conflict(base, mine, theirs)


@dataclass(frozen=True)
class TwoSides:
    """A base of distinct lines, changed at places of its own by each side."""

    base: list[str]
    mine: dict[int, list[str]]
    theirs: dict[int, list[str]]

    def changed(self, *changes: dict[int, list[str]]) -> str:
        every = {at: lines for change in changes for at, lines in change.items()}
        return "\n".join(line for at, old in enumerate(self.base) for line in every.get(at, [old]))

    def nearest(self) -> int:
        return min((abs(mine - theirs) for mine in self.mine for theirs in self.theirs), default=99)


@st.composite
def two_sides(draw: st.DrawFn) -> TwoSides:
    size = draw(st.integers(min_value=3, max_value=20))

    def changes(name: str) -> dict[int, list[str]]:
        places = draw(st.sets(st.integers(min_value=0, max_value=size - 1), min_size=1, max_size=4))
        return {at: [f"{name}{at}-{n}" for n in range(draw(st.integers(1, 3)))] for at in places}

    return TwoSides([f"行{number}" for number in range(size)], changes("私"), changes("彼"))


@given(two_sides())
def test_t8_the_merge_is_exactly_both_changes_or_a_conflict(sides: TwoSides) -> None:
    result = merge(sides.changed(), sides.changed(sides.mine), sides.changed(sides.theirs))
    if sides.nearest() <= 1:
        assert isinstance(result, Conflict)
    else:
        assert result == Merged(sides.changed(sides.mine, sides.theirs))


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_t8_it_does_not_matter_who_was_first(base: str, mine: str, theirs: str) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    if isinstance(one, Merged):
        assert one == other
    else:
        assert other == Conflict(base, theirs, mine)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_t8_a_merge_loses_no_line_that_a_side_added_and_invents_none(
    base: str, mine: str, theirs: str
) -> None:
    result = merge(base, mine, theirs)
    if isinstance(result, Conflict):
        assert (result.base, result.mine, result.theirs) == (base, mine, theirs)
        return
    merged = result.text.split("\n")
    for line in {*base.split("\n"), *mine.split("\n"), *theirs.split("\n")}:
        before, one, other = (text.split("\n").count(line) for text in (base, mine, theirs))
        expected = one if mine == theirs else before + (one - before) + (other - before)
        assert merged.count(line) == expected
