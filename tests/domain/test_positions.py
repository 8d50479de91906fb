"""The positions of a city, and what is a reason for one."""

import time

import pytest

from app.domain.positions import APPROVALS, CityState, PositionKind, is_approval, is_reason, needs_reason


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        (PositionKind.APPROVE, False),
        (PositionKind.APPROVE_WITH_COMMENTS, True),
        (PositionKind.OBJECT, True),
        (PositionKind.ABSTAIN, True),
        (PositionKind.RECUSE, True),
    ],
)
def test_b18_every_position_but_plain_approval_needs_a_reason(kind: PositionKind, needed: bool) -> None:
    assert needs_reason(kind) is needed


def test_b19_none_is_a_state_and_no_position() -> None:
    assert {state.value for state in CityState} - {kind.value for kind in PositionKind} == {"none"}
    assert {kind.value for kind in PositionKind} < {state.value for state in CityState}


def test_b22_approval_with_comments_is_an_approval() -> None:
    assert {kind for kind in PositionKind if is_approval(kind)} == APPROVALS
    assert {kind.value for kind in APPROVALS} == {"approve", "approve_with_comments"}


NO_REASONS = [
    None,
    "",
    "   ",
    "\t\r\n",
    "\u3000\u3000",  # full-width spaces
    "\u00a0\u2003\u202f",  # other spaces
    "\u200b\u200c\u200d\u2060\ufeff\u00ad",  # zero-width characters
    "\u3164\uffa0\u115f\u1160\u2800",  # letters that show nothing
    "---",
    "***",
    "* ",
    "- ",
    "1. ",
    "１．",
    "#",
    "## ##",
    ">",
    "> >",
    "**　**",
    "_\u200b_",
    "`` ` ``",
    "```\n\n```",
    "```python\n```",
    "~~~ text\n~~~",
    "| --- | :-: |\n|   |   |",
    "- [ ]",
    "- [x]",
    "[](https://example.jp/very/long)",
    "![ ](picture.png)",
    "[]()",
    "[a]: https://example.jp/very/long",
    "[^1]: /notes",
    "<!-- 反対です -->",
    "<!-- a --> \u3000 <!-- b -->",
    "<br>",
    "<br/><p class='x'></p>",
    "&nbsp;&#8203;&emsp;",
    "。",
    "、、、",
    "……",
    "・・・",
    "（）「」",
    "ーーー",
    "〜",
    "？！",
    "○",
    "2026",
    "👍",
]


@pytest.mark.parametrize("text", NO_REASONS)
def test_b18_what_says_nothing_is_no_reason(text: str | None) -> None:
    assert not is_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "条例の改正が必要なため。",
        "費用",
        "可",
        "ｶﾅ",
        "no",
        "Ｎｏ",
        "\u3000\u200b理由あり\u200b",
        "**理由**",
        "- 費用が高い",
        "1. 費用",
        "> 引用",
        "# 見出し",
        "`文言`",
        "```\n文言\n```",
        "```文言```",
        "[資料3](https://example.jp/)",
        "![図](a.png)",
        "[理由]: 費用が高い",
        "- [x] 確認済み",
        "<b>費用</b>",
        "費用 < 効果 かつ 効果 > 0 円",
        "<!-- 閉じていない",
        "<!-- 消える --> 残る",
        "&lt;様式&gt;",
        "https://example.jp/shiryo",
        "| 項目 |\n| --- |",
        "é",
    ],
)
def test_b18_what_a_reader_can_read_is_a_reason(text: str) -> None:
    assert is_reason(text)


@pytest.mark.parametrize(
    "piece",
    ["<!--", "](", "[](", "[", "<a ", "<a", "`", "```", "~~~\n", "[^", "&", "&#", "> ", "\u3000", "- [x]"],
)
def test_b18_a_hostile_text_is_judged_quickly(piece: str) -> None:
    started = time.process_time()
    is_reason(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 2
