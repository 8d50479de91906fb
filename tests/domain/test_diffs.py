"""Differences between texts as people read them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import diffs
from app.domain.diffs import Change, LinePair, Segment, diff_text, is_large, line_pairs, split_lines
from app.domain.tokens import graphemes

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ab\n \u3099の観測線宇1０ア", max_size=60),
    st.lists(
        st.sampled_from(["第1条 目的", "第2条 提出", "", "手数料は1,000円", "手数料は1,500円"]), max_size=12
    ).map("\n".join),
)


def marked(old: str, new: str) -> str:
    """The difference in one line: [-gone-] and [+come+]."""
    forms = {Change.EQUAL: "{}", Change.DELETE: "[-{}-]", Change.INSERT: "[+{}+]"}
    return "".join(forms[segment.kind].format(segment.text) for segment in diff_text(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("宇宙線の観測", "宇宙線観測", "宇宙線[-の-]観測"),
        ("宇宙線観測", "宇宙線の観測", "宇宙線[+の+]観測"),
        ("14日以内に申請する", "10日以内に申請する", "[-14-][+10+]日以内に申請する"),
        ("手数料は1,000円とする。", "手数料は1,500円とする。", "手数料は[-1,000-][+1,500+]円とする。"),
        ("システムを改修する", "プログラムを改修する", "[-システム-][+プログラム+]を改修する"),
        ("甲の乙", "丙の丁", "[-甲の乙-][+丙の丁+]"),
        ("現況届を提出する", "現況届書を再提出する", "現況届[+書+]を[+再+]提出する"),
        (
            "児童の氏名。児童の住所。",
            "児童の氏名。児童の電話。児童の住所。",
            "児童の氏名。[+児童の電話。+]児童の住所。",
        ),
        ("同じ", "同じ", "同じ"),
        ("", "新しい", "[+新しい+]"),
        ("古い", "", "[-古い-]"),
        ("", "", ""),
    ],
)
def test_t11_the_marks_are_readable(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


def test_t11_only_the_changed_line_is_marked() -> None:
    old = "第1条 目的\n第2条 14日以内\n第3条 その他\n"
    new = "第1条 目的\n第2条 10日以内\n第3条 その他\n"
    assert marked(old, new) == "第1条 目的\n第2条 [-14-][+10+]日以内\n第3条 その他\n"


def test_t11_long_equal_words_between_two_changes_stay_unmarked() -> None:
    shown = marked("市民課に書面で申請書を提出する者", "窓口に電子で申請書を送付する者")
    assert "で申請書を" in shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("葛\U000e0100飾区", "葛\U000e0101飾区"),
        ("か\u3099", "か"),
        ("神\ufe00社", "神社"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👦"),
        ("🇯🇵", "🇯🇲"),
        ("𠮷田", "𠮶田"),
    ],
)
def test_t11_a_visible_character_is_marked_whole(old: str, new: str) -> None:
    whole = set(graphemes(old)) | set(graphemes(new))
    for segment in diff_text(old, new):
        assert set(graphemes(segment.text)) <= whole


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_t11_the_segments_join_to_both_texts(old: str, new: str) -> None:
    segments = diff_text(old, new)
    assert "".join(part.text for part in segments if part.kind is not Change.INSERT) == old
    assert "".join(part.text for part in segments if part.kind is not Change.DELETE) == new
    assert all(part.text for part in segments)
    assert all(one.kind != other.kind for one, other in pairwise(segments))


@settings(deadline=None)
@given(TEXTS)
def test_t11_equal_texts_have_no_mark(text: str) -> None:
    assert diff_text(text, text) == ([Segment(Change.EQUAL, text)] if text else [])


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_line_pairs_hold_every_line_once_in_order(old: str, new: str) -> None:
    pairs = line_pairs(old, new)
    assert [pair.old for pair in pairs if pair.old is not None] == split_lines(old)
    assert [pair.new for pair in pairs if pair.new is not None] == split_lines(new)
    assert LinePair(None, None) not in pairs


def test_lines_that_resemble_each_other_stand_side_by_side_across_blank_lines() -> None:
    old = "甲は書面で申請する。\n\n乙は審査して通知する。"
    new = "まったく別の前置き。\n\n甲は電子で申請する。\n\n乙は審査して通知しない。"
    paired = {(pair.old, pair.new) for pair in line_pairs(old, new)}
    assert ("甲は書面で申請する。\n", "甲は電子で申請する。\n") in paired
    assert ("乙は審査して通知する。", "乙は審査して通知しない。") in paired
    assert (None, "まったく別の前置き。\n") in paired


@pytest.mark.parametrize("separator", ["\u2028", "\v", "\x85", "\r"])
def test_only_a_line_feed_ends_a_line(separator: str) -> None:
    assert split_lines(f"a{separator}b\nc") == [f"a{separator}b\n", "c"]


def test_a_small_change_in_a_large_text_is_marked_within_its_line() -> None:
    lines = [f"第{number}条 この事務は各市が行う。" for number in range(2_000)]
    old = "\n".join(lines)
    new = old.replace("第1000条 この", "第1000条 その")
    assert not is_large(old, new)
    assert [part.text for part in diff_text(old, new) if part.kind is not Change.EQUAL] == ["こ", "そ"]


def test_where_too_much_changed_whole_lines_are_marked() -> None:
    old = "\n".join(f"第{number}条 この事務は{number}番の市が行う。" for number in range(1_000))
    new = old.replace("この", "その")
    assert is_large(old, new)
    changed = [part for part in diff_text(old, new) if part.kind is not Change.EQUAL]
    assert all(part.text.startswith("第") for part in changed)


def test_a_line_beyond_the_inner_limit_is_marked_from_its_first_to_its_last_change() -> None:
    start, old, new = "この事務は各市が行う。" * 300, "甲乙" * diffs.INNER_LIMIT, "丙丁" * diffs.INNER_LIMIT
    assert marked(f"{start}{old}こと", f"{start}{new}こと") == f"{start}[-{old}-][+{new}+]こと"


def test_lines_with_little_in_common_are_marked_whole() -> None:
    assert (
        marked("申請は書面で行う。", "手数料を徴収しない。")
        == "[-申請は書面で行う。-][+手数料を徴収しない。+]"
    )
