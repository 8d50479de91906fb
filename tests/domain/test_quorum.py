"""The quorum of a meeting: counted in member cities, more than half of them unless the council set a number."""

import pytest

from app.domain.quorum import quorum_of

CASES = [
    # members, there, set by the council, needed, reached, missing
    ("abc", "", None, 2, False, 2),
    ("abc", "a", None, 2, False, 1),
    ("abc", "ab", None, 2, True, 0),
    ("abcd", "ab", None, 3, False, 1),
    ("abcd", "abc", None, 3, True, 0),
    ("abc", "ab", 3, 3, False, 1),
    ("abc", "a", 1, 1, True, 0),
    ("ab", "axyz", None, 2, False, 1),
    ("", "", None, 1, False, 1),
]


@pytest.mark.parametrize(("members", "there", "chosen", "needed", "reached", "missing"), CASES)
def test_more_than_half_of_the_member_cities_must_be_there_unless_the_council_set_a_number(
    members: str, there: str, chosen: int | None, needed: int, reached: bool, missing: int
) -> None:
    quorum = quorum_of(list(members), list(there), chosen)

    assert (quorum.needed, quorum.reached, quorum.missing) == (needed, reached, missing)


def test_a_quorum_names_who_is_there_and_who_is_not_in_the_order_of_the_members() -> None:
    quorum = quorum_of(["a", "b", "c"], ["c", "guest", "a"], None)

    assert (quorum.present, quorum.absent) == (("a", "c"), ("b",))
