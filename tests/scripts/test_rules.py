"""Every rule of the book is named by a test."""

import pytest

from scripts.rules import named_in, proofs, rules


def test_the_book_is_read_completely() -> None:
    """As many rules as the book has under each letter, none left out."""
    numbered = {letter: [int(rule[1:]) for rule in rules() if rule[0] == letter] for letter in "LBTSDMA"}

    lengths = {"L": 10, "B": 44, "T": 12, "S": 12, "D": 11, "M": 11, "A": 9}
    assert numbered == {letter: list(range(1, length + 1)) for letter, length in lengths.items()}


def test_every_rule_is_named_by_a_test() -> None:
    assert [rule for rule, tests in proofs().items() if not tests] == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Nothing in particular.", set()),
        ("A city's word (B21).", {"B21"}),
        ("Counting, B32-B34 and B36–B37.", {"B32", "B33", "B34", "B36", "B37"}),
        ("Both T3 and S3, but not T3a or AB12.", {"T3", "S3"}),
    ],
)
def test_a_docstring_names_rules_and_ranges_of_them(text: str, rules: set[str]) -> None:
    assert named_in(text) == rules
