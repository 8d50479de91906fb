"""Words, folding, grams and excerpts of the search (A6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.searching import (
    SHOWN,
    excerpt,
    folded,
    grams_of,
    holds,
    marked,
    needed_grams,
    shown_form,
    words_of,
)

TEXTS = st.text(st.sampled_from("就学通知の発送ＡａBｂ１2 　\n-・ガｶﾞ々ー𠮷"), max_size=30)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("就学　通知", ["就学", "通知"]),
        ("ＥＤＵ－０２", ["edu-02"]),
        ("ｶﾞｲﾄﾞ", ["ガイド"]),
        ("就学 就学", ["就学"]),
        (" 　\n", []),
        ("Tax TAX", ["tax"]),
    ],
)
def test_a6_what_is_typed_is_read_in_any_width(typed: str, words: list[str]) -> None:
    assert words_of(typed) == words


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("就学通知を送る", "就学", True),
        ("就学通知を送る", "学通", True),
        ("就学通知を送る", "通学", False),
        ("就\n学通知", "就学", True),
        ("就学通知を送る", "就学 送る", True),
        ("就学通知を送る", "就学 無い", False),
        ("番号はEDU-02-001です", "edu-02-001", True),
        ("番号はEDU-02-001です", "02-00", True),
        ("郵送(書留)", "書留)", True),
        ("𠮷野家", "𠮷野", True),
    ],
)
def test_a6_a_word_is_found_where_it_stands(text: str, query: str, found: bool) -> None:
    assert holds(text, words_of(query)) is found


@given(TEXTS, TEXTS)
def test_a6_a_text_that_holds_a_word_has_all_its_grams(text: str, typed: str) -> None:
    for word in words_of(typed):
        if holds(text, [word]):
            assert set(needed_grams(word)) <= set(grams_of(folded(text)))


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_a6_adding_a_word_never_widens(text: str, typed: list[str]) -> None:
    words = words_of(" ".join(typed))
    assert not holds(text, words) or all(holds(text, words[:count]) for count in range(len(words)))


@given(TEXTS)
def test_grams_are_plain_letters_that_no_database_parts(text: str) -> None:
    assert all(gram.isascii() and gram.isalnum() and gram.startswith("x") for gram in grams_of(folded(text)))


def test_an_excerpt_marks_every_word_in_its_own_spelling() -> None:
    pieces = excerpt(shown_form("ＥＤＵの就学通知は、就学前に送る。"), words_of("edu 就学"))
    assert [(piece.text, piece.hit) for piece in pieces] == [
        ("EDU", True), ("の", False), ("就学", True), ("通知は、", False), ("就学", True), ("前に送る。", False),
    ]  # fmt: skip


def test_a_title_is_shown_whole_however_late_its_hit_stands() -> None:
    title = "令和8年度 教育-1号 " + "あ" * 40 + "就学"
    pieces = marked(title, ["就学"])
    assert "".join(piece.text for piece in pieces) == title
    assert pieces[-1].hit


def test_an_excerpt_of_a_long_text_begins_near_the_hit() -> None:
    text = "あ" * 500 + "就学" + "い" * 500
    pieces = excerpt(text, ["就学"])
    assert pieces[0].text == pieces[-1].text == "…"
    assert [piece.text for piece in pieces if piece.hit] == ["就学"]
    assert len("".join(piece.text for piece in pieces)) == SHOWN + 2


@given(TEXTS, TEXTS)
def test_an_excerpt_never_fails_and_shows_what_stands_there(text: str, typed: str) -> None:
    shown = shown_form(text)
    pieces = excerpt(shown, words_of(typed))
    assert "".join(piece.text for piece in pieces).strip("…") in shown
