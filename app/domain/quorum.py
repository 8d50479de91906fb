"""The quorum of a meeting: how many of its member cities must be there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

City = TypeVar("City")


@dataclass(frozen=True)
class Quorum(Generic[City]):
    """How many member cities a meeting wants, those that are there and those that are not."""

    needed: int
    present: tuple[City, ...]
    absent: tuple[City, ...]

    @property
    def reached(self) -> bool:
        """Whether enough cities are there."""
        return len(self.present) >= self.needed

    @property
    def missing(self) -> int:
        """How many more cities must come."""
        return max(0, self.needed - len(self.present))


def quorum_of(members: Sequence[City], present: Sequence[City], set_by_council: int | None) -> Quorum[City]:
    """The quorum of the member cities: what the council set for its ballots, else more than half of them.

    A city that is no member is never counted, whoever of it is there.
    """
    needed = set_by_council or len(members) // 2 + 1
    here = tuple(city for city in members if city in present)
    return Quorum(needed, here, tuple(city for city in members if city not in here))
