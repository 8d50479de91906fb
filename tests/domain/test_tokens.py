"""Pieces that a comparison marks whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tokens import graphemes, tokens


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("14日以内", ["14", "日", "以", "内"]),
        ("１４日", ["１４", "日"]),
        ("1,000円と12.5%", ["1,000", "円", "と", "12.5", "%"]),
        ("1,2、3", ["1,2", "、", "3"]),
        ("1.", ["1", "."]),
        ("a,1", ["a", ",", "1"]),
        ("システムのXML化", ["システム", "の", "XML", "化"]),
        ("ｼｽﾃﾑｶﾞ動く", ["ｼｽﾃﾑｶﾞ", "動", "く"]),
        ("ＡＢＣとabc", ["ＡＢＣ", "と", "abc"]),
        ("カ\u3099イト\u3099", ["カ\u3099イト\u3099"]),
        ("", []),
    ],
)
def test_t11_numbers_words_and_katakana_stay_whole(text: str, pieces: list[str]) -> None:
    assert tokens(text) == pieces


@pytest.mark.parametrize(
    "grapheme",
    [
        "か\u3099",
        "葛\U000e0100",
        "神\ufe00",
        "e\u0301\u0323",
        "👨\u200d👩\u200d👧",
        "👍🏽",
        "🇯🇵",
        "1\ufe0f\u20e3",
        "\ud83d\udc4d",
        "𠮷",
        "\r\n",
        "각",
    ],
)
def test_t11_a_visible_character_is_never_split(grapheme: str) -> None:
    assert graphemes(f"市{grapheme}区") == ["市", grapheme, "区"]
    assert [piece for piece in tokens(f"市{grapheme}区") if grapheme in piece] == [grapheme]


def test_two_flags_are_two_characters() -> None:
    assert graphemes("🇯🇵🇫🇷") == ["🇯🇵", "🇫🇷"]


def test_a_mark_after_a_line_end_stays_on_its_line() -> None:
    assert graphemes("あ\n\u3099い") == ["あ", "\n", "\u3099", "い"]


@given(st.text())
def test_the_pieces_join_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text
    assert "".join(graphemes(text)) == text
