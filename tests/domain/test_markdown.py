"""Markdown: safe, bounded, with headings, references and plain text."""

from collections import Counter
from html.parser import HTMLParser
from unicodedata import category
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import markdown
from app.domain.markdown import (
    TextTooComplex,
    check_markdown,
    headings,
    plain_text,
    render,
)

BARE = "p br hr em strong del code pre blockquote ul li table thead tbody tr"
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in BARE.split()},
    **{tag: {"id"} for tag in ("h3", "h4", "h5", "h6")},
    "a": {"href", "rel"},
    "ol": {"start"},
    "td": {"data-align"},
    "th": {"data-align", "scope"},
}

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=javascript:alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<div style='position:fixed' class='button' id='main' onclick='alert(1)'>x</div>",
    "<form action='/logout' method='post'><button>x</button></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv='refresh' content='0'>",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    "[x](/logout)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    '[x](https://a.example/"onmouseover="alert(1))',
    '[x](https://a.example/ "onmouseover=alert(1)")',
    "[x](https://a.example/'onmouseover='alert(1))",
    "[x](<https://a.example/ onmouseover=alert(1)>)",
    'https://a.example/"><script>alert(1)</script>',
    "<https://a.example/><script>alert(1)</script>",
    "[x]: javascript:alert(1)\n[x]",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/track.png)",
    '![x" onerror="alert(1)](https://evil.example/x.png)',
    "# <script>alert(1)</script>",
    "# x {#main .button onclick=alert(1)}",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "```html onload=alert(1)\n<script>alert(1)</script>\n```",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "**<script>alert(1)</script>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x02klzzwxh:0000\x03<script>alert(1)</script>",
    "\x02wzxhzdk:0\x03",
    "\x0260\x03script\x0262\x03",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<a href="https://a.example" rel="opener" target="_blank">x</a>',
]

PIECES = [
    *"[]()*_`~<>!|\\\n- >#.1あ重\"'&;:/= ",
    *(
        "**",
        "***",
        "```",
        "\n\n",
        "\n  ",
        "|-|-|\n",
        "1. ",
        "[a](https://a.jp)",
        "https://x.jp/y",
        "<br>",
        "EDU-02-001",
    ),
    *(
        "<script>",
        "javascript:",
        "onerror=",
        "](",
        "<https://",
        "\x02klzzwxh:0001\x03",
        "&#x3c;",
        "　",
        "## ",
        "「",
        "」",
    ),
]
SOURCES = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


class Seen(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def assert_harmless(page: str) -> None:
    for tag, attributes in Seen(page).elements:
        assert tag in ALLOWED
        assert set(attributes) <= ALLOWED[tag]
        if tag == "a":
            assert urlsplit(attributes["href"] or "").scheme in {"http", "https", "mailto"}
            assert attributes["rel"] == "noopener noreferrer nofollow"


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_harmless_and_stands_there_as_text(attack: str) -> None:
    page = render(attack, anchor_prefix="p-")
    assert_harmless(page)
    assert plain_text(attack)


@settings(deadline=None, max_examples=300)
@given(SOURCES)
def test_whatever_is_typed_is_harmless(source: str) -> None:
    page = render(source, anchor_prefix="p-")
    assert_harmless(page)
    assert "klzzwxh" not in page or "klzzwxh" in source


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from([piece for piece in PIECES if ";" not in piece and "<br" not in piece])).map(
        "".join
    )
)
def test_whatever_is_typed_no_japanese_word_of_it_is_lost(source: str) -> None:
    def letters(text: str) -> Counter[str]:
        return Counter(char for char in text if category(char) == "Lo")

    assert letters(source) == letters(plain_text(source))


def test_the_second_wall_stands_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    class Careless:
        def __init__(self, **_: object) -> None: ...

        def convert(self, text: str) -> str:
            return text

    monkeypatch.setattr(markdown, "_Renderer", Careless)
    page = render(
        '<p id="x" class="y" onclick="z">a<script>b</script><a href="javascript:c">d</a><img src="e"></p>'
    )
    assert page == "<p>ad</p>"


def test_links_may_be_followed_only_to_the_web_and_to_mail() -> None:
    page = render("[a](https://a.example/?x=1&y=2) [b](mailto:b@example.jp)")
    links = [attributes["href"] for tag, attributes in Seen(page).elements if tag == "a"]
    assert links == ["https://a.example/?x=1&y=2", "mailto:b@example.jp"]


def test_a_picture_is_a_link_and_never_loaded() -> None:
    assert "<img" not in render("![配置図](https://example.jp/x.png)")
    assert "配置図</a>" in render("![配置図](https://example.jp/x.png)")


# Bounds


@pytest.mark.parametrize(
    ("source", "code", "limit"),
    [
        ("あ" * (markdown.MAX_BYTES // 3 + 1), "too_long", markdown.MAX_BYTES),
        ("|a|b|\n|-|-|\n" + "|1|2|\n" * 2_500, "too_many_cells", markdown.MAX_CELLS),
        ("[" * 20_001, "too_many_marks", markdown.MAX_MARKS),
        ("*a " * 20_001, "too_many_marks", markdown.MAX_MARKS),
        ("- " + "[a](" * 20_001, "too_many_marks", markdown.MAX_MARKS),
    ],
)
def test_a_source_that_costs_too_much_is_refused_with_its_limit(source: str, code: str, limit: int) -> None:
    with pytest.raises(TextTooComplex) as refused:
        check_markdown(source)
    assert (refused.value.code, refused.value.limit) == (code, limit)


@pytest.mark.parametrize(
    "source",
    [
        "a" * markdown.MAX_BYTES,
        "|a|b|\n|-|-|\n" + "|1|2|\n" * 2_499,
        "[" * 20_000,
        "`" * 20_000,
        "```\n" + "[" * 90_000 + "\n```",
        "**重要** `x` [a](https://a.jp)\n\n" * 1_000,
        "",
    ],
)
def test_a_source_within_the_limits_passes(source: str) -> None:
    check_markdown(source)


def test_a_stored_source_beyond_the_limits_is_still_shown_as_it_was_typed() -> None:
    source = "<b>**" + "[" * 20_001 + "\n次の行"
    page = render(source)
    assert page.startswith("<p>&lt;b&gt;**[[")
    assert page.endswith("<br>次の行</p>")


@pytest.mark.parametrize(
    "unit", ["[", "[a](", "*", "**a ", "*a **b ", "`", "a``b```c", "~~a ", "__a ", "\\", "<", "> "]
)
def test_every_pattern_looks_only_a_bounded_way_ahead(unit: str) -> None:
    """Twice the marks never means a deeper tree: the cost of the longest allowed run stays in proportion."""
    short, long = (Seen(render(unit * times)).elements for times in (1_000, 2_000))
    assert len(long) <= 2 * len(short) + 2


@pytest.mark.parametrize(
    "line", ["> " * 400 + "a", "".join(" " * (2 * n) + "- a\n" for n in range(300)), "- " * 400]
)
def test_nesting_without_end_is_cut_and_its_text_kept(line: str) -> None:
    depth = deepest = 0
    for part in render(line).replace("</", "\0</").split("<"):
        depth += part.startswith(("ul", "blockquote", "li"))
        depth -= part.startswith(("/ul", "/blockquote", "/li"))
        deepest = max(deepest, depth)
    assert deepest <= 20
    assert plain_text(line).count("a") == line.count("a")


def test_four_hundred_headings_of_one_title_have_four_hundred_anchors() -> None:
    found = headings("## 同じ題\n" * 400)
    assert len({heading.anchor for heading in found}) == 400
