"""Canonical JSON and digests."""

from datetime import UTC, date, datetime

import pytest

from app.domain.hashing import canonical_json, digest, digest_of_chunks, matches
from app.domain.texts import Flag


def test_a_digest_names_its_algorithm() -> None:
    assert digest(b"abc") == "sha256-v1:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_file_read_in_pieces_has_the_digest_of_the_whole() -> None:
    assert digest_of_chunks([b"a", b"", b"bc"]) == digest(b"abc")


def test_a_digest_matches_only_its_own_data() -> None:
    assert matches(b"abc", digest(b"abc"))
    assert not matches(b"abd", digest(b"abc"))


@pytest.mark.parametrize("unknown", ["", "sha256-v2:00", "ba7816bf"])
def test_a_digest_of_an_unknown_algorithm_is_an_error_and_not_a_mismatch(unknown: str) -> None:
    with pytest.raises(ValueError, match="algorithm"):
        matches(b"abc", unknown)


def test_the_order_of_keys_and_sets_says_nothing() -> None:
    one = canonical_json({"b": frozenset({Flag.NEW_COST, Flag.RULE_CHANGE}), "a": date(2026, 4, 1)})
    other = canonical_json({"a": date(2026, 4, 1), "b": frozenset({Flag.RULE_CHANGE, Flag.NEW_COST})})
    assert one == other == b'{"a":"2026-04-01","b":["new_cost","rule_change"]}'


def test_the_order_of_a_list_counts() -> None:
    assert canonical_json(["a", "b"]) != canonical_json(["b", "a"])


@pytest.mark.parametrize("value", [0.1, datetime(2026, 4, 1, tzinfo=UTC), b"bytes", {1: "a"}, object()])
def test_a_value_with_more_than_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json({"value": value} if not isinstance(value, dict) else value)


def test_true_and_one_and_the_text_one_differ() -> None:
    assert len({canonical_json(value) for value in (True, 1, "1", None)}) == 4
