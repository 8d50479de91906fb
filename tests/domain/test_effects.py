"""What a proposal changes for a city, and how a source reads without its marks (T11, T12)."""

import pytest

from app.domain.comparison import RowKind
from app.domain.diffs import Change
from app.domain.effects import EffectKind, effect_of
from app.domain.reading import reading

PROPOSAL = "## 発送\n\n就学通知は、1月31日までに発送する。\n\n## 様式\n\n共通様式第1号を用いる。"


def test_a_practice_nobody_stated_has_no_effect_to_show() -> None:
    effect = effect_of(None, PROPOSAL)

    assert (effect.kind, effect.rows) == (EffectKind.UNSURVEYED, ())


@pytest.mark.parametrize(
    "practice", [PROPOSAL, PROPOSAL.replace("## ", "# "), PROPOSAL.replace("号", "**号**")]
)
def test_the_same_words_are_no_change_whatever_their_form(practice: str) -> None:
    assert effect_of(practice, PROPOSAL).kind is EffectKind.SAME


def test_t11_lines_that_resemble_each_other_stand_side_by_side_with_their_characters_marked() -> None:
    effect = effect_of("就学通知は、1月20日までに発送する。\n\n窓口で封入する。", PROPOSAL)

    assert effect.kind is EffectKind.PARTLY
    assert (effect.kept, effect.changed, effect.added, effect.dropped) == (0, 1, 3, 1)
    changed = next(row for row in effect.rows if row.kind is RowKind.CHANGED)
    assert [segment.text for segment in changed.old if segment.kind is Change.DELETE] == ["20"]
    assert [segment.text for segment in changed.new if segment.kind is Change.INSERT] == ["31"]


def test_a_practice_without_a_line_in_common_is_different() -> None:
    assert effect_of("委託業者が打ち出す。", PROPOSAL).kind is EffectKind.DIFFERENT


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("## 見出し\n\n本文の**太字**と`符号`。", "見出し\n\n本文の太字と符号。"),
        ("3. 三\n4. 四", "3. 三\n4. 四"),
        ("- 大\n  - 小\n- 次", "・大\n　・小\n・次"),
        ("| 項目 | 内容 |\n|---|---|\n| 用紙 | はがき |", "項目｜内容\n用紙｜はがき"),
        ("> 引用\n> 二行目", "＞引用\n＞二行目"),
        ("[要綱](https://example.jp/a)による。", "要綱（https://example.jp/a）による。"),
        ("~~廃止~~", "~~廃止~~"),
        ("前\n\n---\n\n後", "前\n\n―――\n\n後"),
        ("```\n符号 のまま\n```", "符号 のまま"),
        ("", ""),
    ],
)
def test_t12_a_source_reads_without_its_marks(source: str, words: str) -> None:
    assert reading(source) == words


def test_what_a_reader_acts_on_still_differs() -> None:
    assert reading("1. 一") != reading("2. 一")
    assert reading("[a](https://example.jp/1)") != reading("[a](https://example.jp/2)")
    assert reading("~~a~~") != reading("a")
