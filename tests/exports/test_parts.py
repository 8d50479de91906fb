"""Markdown and comparisons become the same document in every format (T12)."""

from pathlib import Path

import pytest

from app.domain.blocks import blocks
from app.domain.comparison import compare
from app.domain.diffs import Change
from app.exports.document import ComparisonTable, Document, Heading, Paragraph, Rule, Run, Table, plain
from app.exports.markdown import to_markdown
from app.exports.parts import from_comparison, from_markdown
from app.exports.pdf import to_pdf
from app.exports.word import to_docx
from tests.builders.documents import a_document
from tests.support.readers import office_pdf, pdf_text

SOURCE = """\
# 第1条 趣旨

この手順書は、**就学援助**の*認定*について `EDU-02` を定める。~~旧規定~~は廃止する。
二行目 <b>ではない</b> #set text(red)

- 一つ目
  - 内側
    1. 番号
- 二つ目

| 市 | 件数 |
|---|---:|
| 立川市 | 1,200 |
| a\\|b | $x$ |

> 引用
> > 二重

```
if a < b:
    return "*"
```

---

## 様式

[様式](https://example.jp/form?a=1&b=2) と https://example.jp/x_y_z を見る。
"""


def test_t12_every_format_says_what_the_screen_says(tmp_path: Path) -> None:
    document = a_document(*from_markdown(SOURCE))
    word = pdf_text(office_pdf(to_docx(document), tmp_path), tmp_path)
    for text in (pdf_text(to_pdf(document), tmp_path), word):
        packed = "".join(text.split())
        for words in (
            "第1条趣旨この手順書は、就学援助の認定についてEDU-02を定める。旧規定は廃止する。",
            "二行目<b>ではない</b>#settext(red)",
            "立川市1,200",
            "a|b$x$",
            "引用二重",
            'ifa<b:return"*"',
            "様式とhttps://example.jp/x_y_zを見る。",
        ):
            assert words in packed


def test_t12_exported_markdown_reads_back_as_the_same_blocks() -> None:
    again = to_markdown(a_document(*from_markdown(SOURCE), title="T"))
    body = again[again.index("# T\n") + 4 :]
    assert [_shape(block) for block in blocks(body)] == [_shape(block) for block in blocks(SOURCE)]


def test_headings_stand_under_the_heading_they_are_given() -> None:
    parts = from_markdown("# 甲\n\n## 乙", below=2)
    assert [part.level for part in parts if isinstance(part, Heading)] == [3, 4]


def test_headings_have_anchors_only_where_asked() -> None:
    (without,) = from_markdown("# 甲")
    (with_anchor,) = from_markdown("# 甲", anchor_prefix="d12-")
    assert isinstance(without, Heading)
    assert isinstance(with_anchor, Heading)
    assert without.anchor == ""
    assert with_anchor.anchor.startswith("d12-s-")


def test_struck_text_stays_struck() -> None:
    (paragraph,) = from_markdown("~~旧~~新")
    assert paragraph == Paragraph((Run("旧", change=Change.DELETE), Run("新")))


def test_a_comparison_marks_characters_and_words_what_is_left_out() -> None:
    old = "第1条\n\n第2条\n\n第3条\n\n宇宙線の観測\n"
    rows = compare(old, old.replace("の", ""), context=1)
    table = from_comparison(rows, "旧", "新", omitted=lambda count: f"（略：{count}行）")
    assert isinstance(table, ComparisonTable)
    assert table.rows[0].old == table.rows[0].new
    assert table.rows[0].old[0].text == "（略：2行）"
    assert [segment.text for segment in table.rows[-1].old if segment.kind is Change.DELETE] == ["の"]
    assert "".join(segment.text for segment in table.rows[-1].new) == "宇宙線観測"


@pytest.mark.parametrize("source", ["", "   ", "\n\n"])
def test_nothing_gives_no_parts(source: str) -> None:
    assert from_markdown(source) == ()


def test_a_rule_and_a_table_keep_their_form() -> None:
    rule, table = from_markdown("---\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert rule == Rule()
    assert isinstance(table, Table)
    assert [(plain(column.title), column.align.value) for column in table.columns] == [
        ("a", "center"),
        ("b", "end"),
    ]


def _shape(block: object) -> str:
    """A block without its anchors and levels, which depend on what stands around it."""
    text = repr(block)
    return (
        text[: text.index("level=")] + text[text.index("runs=") : text.index("anchor=")]
        if "level=" in text
        else text
    )


def test_the_document_given_to_each_format_is_the_same_one() -> None:
    document: Document = a_document(*from_markdown(SOURCE))
    before = repr(document)
    to_pdf(document), to_docx(document), to_markdown(document)
    assert repr(document) == before
