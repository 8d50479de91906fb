"""The blocks from which exports are made."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.blocks import Block, Code, Heading, ListBlock, Paragraph, Quote, Rule, Run, Table, blocks
from app.domain.markdown import headings, plain_text

SOURCE = """# 題
本文**太字***斜体*`符号`[名](https://a.jp)~~廃~~
続き
|甲|乙|
|-|--:|
|1|**2**|
> 引用
---
```
x < y
```
### 次の題
"""


def text(*words: str) -> tuple[Run, ...]:
    return tuple(Run(word) for word in words)


def test_m10_a_source_as_blocks() -> None:
    first, last = (heading.anchor for heading in headings(SOURCE))
    assert blocks(SOURCE) == [
        Heading(1, text("題"), first),
        Paragraph(
            (
                Run("本文"),
                Run("太字", bold=True),
                Run("斜体", italic=True),
                Run("符号", code=True),
                Run("名", link="https://a.jp"),
                Run("廃", deleted=True),
                Run("\n続き"),
            )
        ),
        Table((text("甲"), text("乙")), ((text("1"), (Run("2", bold=True),)),), ("left", "right")),
        Quote((Paragraph(text("引用")),)),
        Rule(),
        Code("x < y"),
        Heading(2, text("次の題"), last),
    ]


def test_m10_a_list_keeps_its_numbers_its_nesting_and_what_its_items_hold() -> None:
    assert blocks("3. 三\n   - 子\n4. 四\n\n   段落") == [
        ListBlock(
            (
                (Paragraph(text("三")), ListBlock(((Paragraph(text("子")),),))),
                (Paragraph(text("四")), Paragraph(text("段落"))),
            ),
            ordered=True,
            start=3,
        )
    ]


def test_forms_within_forms_add_up() -> None:
    assert blocks("**太*両*[名](https://a.jp)**") == [
        Paragraph(
            (
                Run("太", bold=True),
                Run("両", bold=True, italic=True),
                Run("名", bold=True, link="https://a.jp"),
            )
        )
    ]


def test_an_empty_item_is_an_item_without_blocks() -> None:
    assert blocks("-\n- 二") == [ListBlock(((), (Paragraph(text("二")),)))]


def test_a_table_without_rows_keeps_its_head() -> None:
    assert blocks("|甲|\n|-|") == [Table((text("甲"),), (), ("left",))]


def test_nothing_has_no_blocks() -> None:
    assert blocks(" \n") == []


def words(parts: Iterable[Block]) -> str:
    """All the text of blocks in order, without white space."""
    result = ""
    for part in parts:
        match part:
            case Heading() | Paragraph():
                result += "".join(run.text for run in part.runs)
            case ListBlock():
                result += "".join(words(item) for item in part.items)
            case Table():
                result += "".join(run.text for row in (part.head, *part.rows) for cell in row for run in cell)
            case Quote():
                result += words(part.blocks)
            case Code():
                result += part.text
            case Rule():
                pass
    return "".join(result.split())


def depth(parts: Iterable[Block]) -> int:
    deepest = 0
    for part in parts:
        if isinstance(part, ListBlock):
            deepest = max([deepest, *(1 + depth(item) for item in part.items)])
        elif isinstance(part, Quote):
            deepest = max(deepest, 1 + depth(part.blocks))
    return deepest


PIECES = [
    "甲",
    "- ",
    "1. ",
    "> ",
    "\n",
    "\n\n",
    "  ",
    "|",
    "|-|-|\n",
    "|a|b|\n",
    "**",
    "`",
    "```\n",
    "# ",
    "---\n",
    "&",
    "<b>",
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_t12_what_is_exported_is_what_is_shown(source: str) -> None:
    assert words(blocks(source)) == "".join(plain_text(source).split())


def test_lists_and_quotes_nest_ten_deep_at_most() -> None:
    assert depth(blocks("".join(" " * (2 * n) + "- 項\n" for n in range(30)))) == 10
    assert depth(blocks("> " * 30 + "引用")) == 10
    assert words(blocks("> " * 30 + "引用")).endswith("引用")
