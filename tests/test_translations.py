"""The interface is complete in both languages."""

from app import catalogs


def test_every_text_has_its_japanese() -> None:
    assert catalogs.missing() == {}


def test_no_translation_is_left_over() -> None:
    assert catalogs.unused() == {}


def test_placeholders_are_those_of_the_text() -> None:
    assert catalogs.unlike() == []
