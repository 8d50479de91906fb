"""Markdown files: they read well as they stand, and render as what was exported (M10)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.markdown import plain_text, render
from app.exports.document import (
    Code,
    Column,
    Fact,
    Facts,
    Heading,
    ListOf,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
    listed,
)
from app.exports.markdown import to_markdown
from tests.builders.documents import a_document, every_part, minutes

TYPED = (
    "# 見出しではない",
    "- 点ではない",
    "+ 足し算",
    "1. 番号ではない",
    "2) 番号ではない",
    "> 引用ではない",
    "*a* **b** _c_ __d__ ~~e~~ `f`",
    "| a | b |",
    "<b>太字</b> & &amp; &lt;",
    "[文](https://example.jp)",
    "---",
    "```",
    "C:\\a\\*",
    "snake_case と https://example.jp/a_b_c?x=*",
    "語尾 ###",
    "===",
)


def test_m10_the_minutes_read_well_as_they_stand() -> None:
    text = to_markdown(minutes())
    for line in (
        "# 教育ワーキンググループ 第7回会議 議事録",
        "## 出席者",
        "| 三鷹市 | 教育部 学務課 | 主査 | 田中 美咲 | 出席（オンライン） |",
        "### 結論",
        "- **三鷹市（田中主査）**　システムの改修は令和9年度予算で対応できる見込みである。",
        "| 第4条 |  | **家賃加算は各市の定めるところによる。** | 新設 |",
        "継続。日野市が別紙案を持ち帰り、次回に協議する。",
    ):
        assert f"\n{line}\n" in text


def test_lines_end_in_lf_and_the_file_in_one() -> None:
    text = to_markdown(a_document(Paragraph("一行目\r\n二行目\r三行目")))
    assert "\r" not in text
    assert text.endswith("一行目  \n二行目  \n三行目\n")


def test_every_part_renders_as_itself() -> None:
    page = render(to_markdown(every_part()), top_level=1)
    for html in (
        "<strong>太字</strong>と<em>強調</em>と<code>code</code>",
        'href="https://example.jp/?a=1&amp;b=2"',
        "<ol><li>一つ目</li><li>二つ目</li></ol>",
        "<ul><li>点一</li><li>点二</li></ul>",
        "<code>if x &lt; 1:\n    print('&lt;b&gt;')",
        "<hr>",
        '<td data-align="right">12</td>',
        "<del>消した</del>",
        "<strong>足した</strong>",
    ):
        assert html in page
    assert "引用した文" in re.sub(r"\s", "", page[page.index("<blockquote>") : page.index("</blockquote>")])


@pytest.mark.parametrize("typed", TYPED)
def test_text_stands_for_itself_wherever_it_stands(typed: str) -> None:
    text = to_markdown(
        a_document(
            Paragraph(typed),
            listed((typed,)),
            Quote((Paragraph(typed),)),
            Heading(1, f"見出し {typed}"),
            Facts((Fact(typed, typed),)),
            Table((Column(typed),), ((typed,),)),
            Note(typed),
            Paragraph((Run(typed, bold=True),)),
        )
    )
    assert plain_text(text).count(typed) == 10


@given(st.text(st.sampled_from("#*_~`[]()|<>+-.! \\1aあ。\n"), max_size=30))
def test_what_was_typed_comes_back(typed: str) -> None:
    back = plain_text(to_markdown(a_document(Paragraph(f"始{typed}終"))))
    assert "".join(back.split()).endswith("".join(f"始{typed}終".split()))


def test_a_break_in_a_cell_stays_in_its_cell() -> None:
    text = to_markdown(a_document(Facts((Fact("資料", "一\n二"),))))
    assert "| **資料** | 一<br>二 |" in text


def test_a_list_holds_what_stands_under_its_items() -> None:
    inner = ListOf(((Paragraph("内"), Code("x\n\n y")),), ordered=True, start=3)
    page = render(
        to_markdown(a_document(ListOf(((Paragraph("外"), inner, Paragraph("続き")), (Paragraph("次"),)))))
    )
    assert page.count("<ul>") == 1
    assert page.count("<li>") == 3
    assert '<ol start="3">' in page
    assert "x\n\n y" in page


def test_code_keeps_its_fences() -> None:
    assert "<code>```\n~~~" in render(to_markdown(a_document(Code("```\n~~~"))))


def test_a_link_to_a_heading_is_only_its_words() -> None:
    text = to_markdown(a_document(Heading(1, "章", anchor="a"), Paragraph((Run("章へ", link="#a"),))))
    assert text.endswith("\n\n章へ\n")
