"""The rows of the access table: a route, and the status it answers to each role."""

from dataclasses import dataclass, field

ROLES = (
    "anonymous",
    "representative",
    "deputy",
    "member",
    "chair",
    "observer",
    "associate",
    "outsider",
    "manager",
    "partner",
    "other_partner",
    "secretary",
    "administrator",
)


@dataclass(frozen=True, init=False)
class Row:
    """One endpoint: how it is called, and what each role gets. POST rows send an empty form.

    anonymous is 302 (to sign in) unless said otherwise; everyone is the answer to every role not named.
    path holds the names of the world's objects in braces, such as /differences/{number}.
    """

    method: str
    path: str
    statuses: dict[str, int] = field(default_factory=dict)

    def __init__(
        self, method: str, path: str, *, anonymous: int = 302, everyone: int = 200, **others: int
    ) -> None:
        unknown = set(others) - set(ROLES)
        if unknown:
            raise ValueError(f"no such role: {', '.join(sorted(unknown))}")
        statuses = dict.fromkeys(ROLES, everyone) | {"anonymous": anonymous} | others
        object.__setattr__(self, "method", method)
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "statuses", statuses)
