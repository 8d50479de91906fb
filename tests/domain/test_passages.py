"""Texts in passages, and what stands under headings of a name."""

import pytest

from app.domain.passages import joined, only_under, passages

TEXT = """まえがき

## 議題1　配布
### 説明
せつめい
- 一つ
  - 内側
- 二つ

### 結論
**決定** よい。

#### 補足
| a | b |
|---|---|
| 1 | 2 |
## その他
特になし。
## 議題2
### 説明
~~~
## 見出しではない
~~~
"""


def test_a_passage_is_a_heading_an_item_of_a_list_or_a_block() -> None:
    found = [(part.level, part.words) for part in passages(TEXT)]

    assert found == [
        (0, "まえがき"),
        (2, "議題1　配布"),
        (3, "説明"),
        (0, "せつめい"),
        (0, "一つ\n内側"),
        (0, "二つ"),
        (3, "結論"),
        (0, "決定 よい。"),
        (4, "補足"),
        (0, "a b\n1 2"),
        (2, "その他"),
        (0, "特になし。"),
        (2, "議題2"),
        (3, "説明"),
        (0, "## 見出しではない"),
    ]


@pytest.mark.parametrize("text", [TEXT, "", "1. a\n\n2. b\n\n> c", "# a\r\nb"])
def test_passages_put_together_again_are_the_same_passages(text: str) -> None:
    assert passages(joined(passages(text))) == passages(text)


def test_only_what_stands_under_the_titles_is_left_below_each_highest_heading() -> None:
    assert only_under(TEXT, {"結論"}, "記載なし。").split("\n\n") == [
        "まえがき",
        "## 議題1　配布",
        "**決定** よい。",
        "#### 補足",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "## その他",
        "特になし。",
        "## 議題2",
        "記載なし。",
    ]


def test_a_text_without_headings_stays_whole() -> None:
    assert only_under("一行\n\n- a\n- b", {"結論"}, "なし") == "一行\n\n- a\n- b"
