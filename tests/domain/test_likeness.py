"""When two cities do the same: what the grid shows alike."""

import pytest

from app.domain.differences import likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一月末日までに発送する。", "一月末日までに発送する。\r\n"),
        ("１０日以内に通知する。", "10日以内に通知する。"),
        ("様式　第1号", "様式 第1号"),
        ("が", "か\u3099"),
        ("一行目\n\n二行目", "一行目\n二行目 "),
    ],
)
def test_the_same_words_in_any_width_and_spacing_are_alike(one: str, other: str) -> None:
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"), [("10日以内", "14日以内"), ("発送する。", "発送しない。"), ("a b", "ab")]
)
def test_different_words_are_not(one: str, other: str) -> None:
    assert likeness(one) != likeness(other)
