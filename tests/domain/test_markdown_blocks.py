"""Markdown as officials type it: what each way of typing becomes."""

import pytest

from app.domain.markdown import render

REL = ' rel="noopener noreferrer nofollow"'


def shown(source: str) -> str:
    return render(source).replace(REL, "")


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("一行目\n二行目", "<p>一行目<br>二行目</p>"),
        ("一段落\n\n二段落", "<p>一段落</p><p>二段落</p>"),
        ("本文  \n次", "<p>本文<br>次</p>"),
        ("\u3000字下げ", "<p>\u3000字下げ</p>"),
        ("    四字の字下げ", "<p>四字の字下げ</p>"),
        ("上\n---\n下", "<p>上</p><hr><p>下</p>"),
        ("上\n===\n下", "<p>上<br>===<br>下</p>"),
        ("- - -", "<hr>"),
        ("本文\n# 題\n本文", "<p>本文</p><h3>題</h3><p>本文</p>"),
        ("#\u3000全角の空白", "<h3>全角の空白</h3>"),
        ("# C# と #1 #", "<h3>C# と #1</h3>"),
        ("#1 の件", "<p>#1 の件</p>"),
        ("[注]: 条例第3条", "<p>[注]: 条例第3条</p>"),
        ("<条例>の<b>扱い", "<p>&lt;条例&gt;の&lt;b&gt;扱い</p>"),
        ("A&B &amp; &copy;", "<p>A&amp;B &amp; ©</p>"),
    ],
)
def test_paragraphs_headings_and_rules(source: str, page: str) -> None:
    assert shown(source) == page


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("本文\n- 一\n- 二\n本文", "<p>本文</p><ul><li>一</li><li>二</li></ul><p>本文</p>"),
        ("本文\n1. 一\n2. 二", "<p>本文</p><ol><li>一</li><li>二</li></ol>"),
        ("1) 一\n2) 二", "<ol><li>一</li><li>二</li></ol>"),
        ("- 一\n* 二\n+ 三", "<ul><li>一</li><li>二</li><li>三</li></ul>"),
        (
            "- 親\n  - 子\n    - 孫\n- 親",
            "<ul><li>親<ul><li>子<ul><li>孫</li></ul></li></ul></li><li>親</li></ul>",
        ),
        ("- 親\n    - 子\n        - 孫", "<ul><li>親<ul><li>子<ul><li>孫</li></ul></li></ul></li></ul>"),
        ("- 親\n\t- 子", "<ul><li>親<ul><li>子</li></ul></li></ul>"),
        ("- 親\n\u3000- 子", "<ul><li>親<ul><li>子</li></ul></li></ul>"),
        ("1. 親\n  - 子\n2. 親", "<ol><li>親<ul><li>子</li></ul></li><li>親</li></ol>"),
        ("- 一\n 続き\n- 二", "<ul><li>一<br>続き</li><li>二</li></ul>"),
        ("- 一\n\u3000続き", "<ul><li>一<br>\u3000続き</li></ul>"),
        ("- 一\n\n- 二", "<ul><li>一</li><li>二</li></ul>"),
        ("- 一\n\n  段落\n- 二", "<ul><li><p>一</p><p>段落</p></li><li>二</li></ul>"),
        ("1. 一\n\n間\n\n2. 二", '<ol><li>一</li></ol><p>間</p><ol start="2"><li>二</li></ol>'),
        ("- 一\n1. 二", "<ul><li>一</li></ul><ol><li>二</li></ol>"),
        ("- 一\n---\n本文", "<ul><li>一</li></ul><hr><p>本文</p>"),
        ("施行日は\n2026. 4. 1\nとする", "<p>施行日は<br>2026. 4. 1<br>とする</p>"),
        ("- ~~旧~~\n- 1. 新", "<ul><li><del>旧</del></li><li>1. 新</li></ul>"),
        ("-\n- 二", "<ul><li></li><li>二</li></ul>"),
        ("-5度\n・中点", "<p>-5度<br>・中点</p>"),
        (
            "- 一\n  > 引用\n  ```\n  x\n  ```",
            "<ul><li>一<blockquote><p>引用</p></blockquote><pre><code>x</code></pre></li></ul>",
        ),
    ],
)
def test_lists(source: str, page: str) -> None:
    assert shown(source) == page


HEAD = '<table><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>'


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("|甲|乙|\n|---|---|\n|1|2|", f"{HEAD}<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        (
            "本文\n甲|乙\n-|-\n1|2\n\n後",
            f"<p>本文</p>{HEAD}<tbody><tr><td>1</td><td>2</td></tr></tbody></table><p>後</p>",
        ),
        ("|甲|乙|\n|-|-|\n|1|", f"{HEAD}<tbody><tr><td>1</td><td></td></tr></tbody></table>"),
        ("|甲|乙|\n|-|-|\n|1|2|3|", f"{HEAD}<tbody><tr><td>1</td><td>2 | 3</td></tr></tbody></table>"),
        ("|甲|乙|\n|-|-|\n後", f"{HEAD}</table><p>後</p>"),
        (
            "|甲|\n|--:|\n|1<br>2|",
            (
                '<table><thead><tr><th data-align="right" scope="col">甲</th></tr></thead>'
                '<tbody><tr><td data-align="right">1<br>2</td></tr></tbody></table>'
            ),
        ),
        (
            "| |甲|\n|-|:-:|\n|`a\\|b`|c\\|d|",
            (
                '<table><thead><tr><td></td><th data-align="center" scope="col">甲</th></tr></thead>'
                '<tbody><tr><td><code>a|b</code></td><td data-align="center">c|d</td></tr></tbody></table>'
            ),
        ),
        ("甲|乙\n丙|丁", "<p>甲|乙<br>丙|丁</p>"),
        ("甲|乙\n---", "<p>甲|乙</p><hr>"),
    ],
)
def test_tables(source: str, page: str) -> None:
    assert shown(source) == page


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("> 引用\n> 続き\n返信", "<blockquote><p>引用<br>続き</p></blockquote><p>返信</p>"),
        ("> 甲\n> > 乙", "<blockquote><p>甲</p><blockquote><p>乙</p></blockquote></blockquote>"),
        ("> - 一\n>   - 二", "<blockquote><ul><li>一<ul><li>二</li></ul></li></ul></blockquote>"),
        ("本文\n```\n*x*\n\n  [y]\n```\n本文", "<p>本文</p><pre><code>*x*\n\n  [y]</code></pre><p>本文</p>"),
        ("```python\na < b & c\n```", "<pre><code>a &lt; b &amp; c</code></pre>"),
        ("~~~\n```\n~~~", "<pre><code>```</code></pre>"),
        ("```\n閉じ忘れ\n- 一", "<pre><code>閉じ忘れ\n- 一</code></pre>"),
        ("```これは文です", "<p>```これは文です</p>"),
        ("```\n&lt;\n```", "<pre><code>&amp;lt;</code></pre>"),
    ],
)
def test_quotes_and_code(source: str, page: str) -> None:
    assert shown(source) == page


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("**「重要」**です", "<strong>「重要」</strong>です"),
        ("これは**重要**、*大事*。", "これは<strong>重要</strong>、<em>大事</em>。"),
        ("**太字***斜体*", "<strong>太字</strong><em>斜体</em>"),
        ("**太字の*斜体***", "<strong>太字の<em>斜体</em></strong>"),
        ("***両方***", "<strong><em>両方</em></strong>"),
        ("**太字の*斜体*です**", "<strong>太字の<em>斜体</em>です</strong>"),
        ("*斜体の**太字**です*", "<em>斜体の<strong>太字</strong>です</em>"),
        ("**二\n行**", "<strong>二<br>行</strong>"),
        ("__強__ _弱_", "<strong>強</strong> <em>弱</em>"),
        ("snake_case_name", "snake_case_name"),
        ("10円*5通*3回", "10円*5通*3回"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("様式* と 様式 *", "様式* と 様式 *"),
        ("~~廃止~~", "<del>廃止</del>"),
        ("`**a**`と``b`c``", "<code>**a**</code>と<code>b`c</code>"),
        ("\\*a\\* \\[b]", "*a* [b]"),
        ("\\\\sv01\\共有\\x", "\\\\sv01\\共有\\x"),
        ("[名前](https://a.jp/x_(y)_z)", '<a href="https://a.jp/x_(y)_z">名前</a>'),
        ('[名前](https://a.jp "題")', '<a href="https://a.jp">名前</a>'),
        ("[**太字**](https://a.jp)", '<a href="https://a.jp"><strong>太字</strong></a>'),
        ("[別表[1]](https://a.jp)", '<a href="https://a.jp">別表[1]</a>'),
        ("[a](mailto:a@example.jp)", '<a href="mailto:a@example.jp">a</a>'),
        ("[相対](/x)", "[相対](/x)"),
        ("https://a.jp/x。次", '<a href="https://a.jp/x">https://a.jp/x</a>。次'),
        ("（https://a.jp/x）", '（<a href="https://a.jp/x">https://a.jp/x</a>）'),
        ("(https://a.jp/x(y).)", '(<a href="https://a.jp/x(y)">https://a.jp/x(y)</a>.)'),
        ("https://a.jp/a_b_c_", '<a href="https://a.jp/a_b_c">https://a.jp/a_b_c</a>_'),
        ("**https://a.jp**", '<strong><a href="https://a.jp">https://a.jp</a></strong>'),
        ("<https://a.jp/日本>", '<a href="https://a.jp/日本">https://a.jp/日本</a>'),
        ("[https://a.jp](https://b.jp)", '<a href="https://b.jp">https://a.jp</a>'),
        ("http://", "http://"),
        ("![図](https://a.jp/x.png)", '<a href="https://a.jp/x.png">図</a>'),
    ],
)
def test_words_in_a_line(source: str, page: str) -> None:
    assert shown(source) == f"<p>{page}</p>"
