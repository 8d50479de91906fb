"""Headings and their anchors, references to differences, plain text and excerpts of Markdown sources."""

import pytest

from app.domain.markdown import (
    excerpt,
    find_references,
    headings,
    plain_text,
    render,
)

# Headings and anchors


def test_headings_begin_below_those_of_the_page_and_skip_no_level() -> None:
    page = render("# 一\n#### 二\n## 三\n# 四\n###### 五")
    assert page == "<h3>一</h3><h4>二</h4><h4>三</h4><h3>四</h3><h4>五</h4>"


def test_a_source_that_begins_with_a_low_heading_is_lifted() -> None:
    assert render("### 一\n## 二") == "<h3>一</h3><h3>二</h3>"


def test_the_page_decides_the_highest_level_and_h6_is_the_lowest() -> None:
    assert (
        render("# 一\n## 二\n### 三\n#### 四", top_level=4) == "<h4>一</h4><h5>二</h5><h6>三</h6><h6>四</h6>"
    )


def test_headings_have_ids_only_where_the_page_asks_for_them() -> None:
    source = "# 対象\n## 提出期限"
    assert "id=" not in render(source)
    page = render(source, anchor_prefix="v3-")
    for heading in headings(source):
        assert f'id="v3-{heading.anchor}"' in page


def test_headings_are_listed_with_level_and_title() -> None:
    found = headings("# **対象**と`期限`\n本文\n### [詳細](https://a.jp) <b>\n# 附則")
    assert [(heading.level, heading.title) for heading in found] == [
        (1, "対象と期限"),
        (2, "詳細 <b>"),
        (1, "附則"),
    ]


def test_an_anchor_stays_when_other_headings_come_go_and_change() -> None:
    def anchor_of(source: str) -> str:
        return next(heading.anchor for heading in headings(source) if heading.title == "提出期限")

    before = anchor_of("# 対象\n## 提出期限\n# 附則")
    assert anchor_of("# 前書き\n# 対象者の範囲\n### 提出期限\n") == before
    assert anchor_of("## 提出期限") == before


def test_an_anchor_is_the_same_however_wide_the_title_is_typed() -> None:
    assert headings("# 第１条 ＤＶ")[0].anchor == headings("# 第1条  DV")[0].anchor


def test_equal_titles_under_different_headings_keep_their_own_anchors() -> None:
    long = headings("# 甲\n## 概要\n# 乙\n## 概要\n# 丙\n## 概要")
    short = headings("# 甲\n## 概要\n# 丙\n## 概要")
    assert long[5].anchor == short[3].anchor
    assert len({heading.anchor for heading in long}) == 6


# References


def test_numbers_of_differences_become_links_outside_of_code_and_links() -> None:
    source = "EDU-02-001は`EDU-02-002`と[EDU-02-003](https://a.jp)に続く（TAX-01-1234）"
    page = render(source, link_for=lambda number: f"/differences/{number}")
    assert '<a href="/differences/EDU-02-001">EDU-02-001</a>は' in page
    assert '（<a href="/differences/TAX-01-1234">TAX-01-1234</a>）' in page
    assert "<code>EDU-02-002</code>" in page
    assert page.count("/differences/") == 2
    assert find_references(source) == ["EDU-02-001", "TAX-01-1234"]


def test_a_number_nobody_knows_stays_text() -> None:
    assert render("EDU-99-999", link_for=lambda _: None) == "<p>EDU-99-999</p>"


def test_the_address_of_a_reference_is_escaped() -> None:
    assert render("EDU-02-001", link_for=lambda _: '/x"&y') == (
        '<p><a href="/x&quot;&amp;y">EDU-02-001</a></p>'
    )


@pytest.mark.parametrize(
    "text", ["XEDU-02-001x", "EDU-2-001", "EDU-02-01", "A-EDU-02-001", "EDU-02-001-2", "edu-02-001"]
)
def test_what_only_resembles_a_number_is_none(text: str) -> None:
    assert find_references(text) == []


def test_each_number_is_found_once_in_order() -> None:
    assert find_references("# TAX-01-002\n- EDU-02-001\n- TAX-01-002") == ["TAX-01-002", "EDU-02-001"]


# Plain text


def test_plain_text_has_the_words_and_none_of_the_marks() -> None:
    source = "# 題\n**太字**と[名前](https://a.jp)\n- 一\n  - 二\n\n|甲|乙|\n|-|-|\n|1|2|\n\n```\nx < y\n```\n> 引用"
    assert plain_text(source).split("\n") == ["題", "太字と名前", "一", "二", "甲 乙", "1 2", "x < y", "引用"]


def test_an_excerpt_is_one_line_and_says_when_it_ends_early() -> None:
    assert excerpt("# 題\n本文") == "題 本文"
    assert excerpt("あ" * 200, 10) == "あ" * 9 + "…"


@pytest.mark.parametrize("source", ["", " ", "\u3000\n\t"])
def test_nothing_is_nothing(source: str) -> None:
    assert render(source) == ""
    assert plain_text(source) == excerpt(source) == ""
    assert headings(source) == find_references(source) == []
