"""The order of things in a row: each has a position, and two neighbours change places."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any


def exchange(row: Sequence[Any], place: int, *, up: bool) -> bool:
    """Let a thing and its neighbour change places among the positions of the row; whether there was a neighbour."""
    other = place + (-1 if up else 1)
    if not 0 <= other < len(row):
        return False
    positions = list(accumulate((thing.position for thing in row), lambda last, own: max(last + 1, own)))
    order = list(row)
    order[place], order[other] = order[other], order[place]
    for position, thing in zip(positions, order, strict=True):
        thing.position = position
    return True
