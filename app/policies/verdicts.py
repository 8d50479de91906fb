"""Answers to "may this person do this, now?", and the refusals they become."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Ground(StrEnum):
    """What a refusal is about: the person (403), or the time or a conflict (409)."""

    PERSON = "person"
    TIME = "time"


@dataclass(frozen=True)
class Verdict:
    """Whether an act is allowed; if not, the code of the reason (worded in app.wording) and what is needed."""

    allowed: bool
    ground: Ground | None = None
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def not_this_person(code: str, /, *needs: str, **params: Any) -> Verdict:
    """A refusal about who asks; answered with 403."""
    return Verdict(False, Ground.PERSON, code, params, needs)


def not_now(code: str, /, *needs: str, **params: Any) -> Verdict:
    """A refusal about the time or a conflict; answered with 409."""
    return Verdict(False, Ground.TIME, code, params, needs)


def first_refusal(*verdicts: Verdict) -> Verdict:
    """The first verdict that refuses, or ALLOWED. Put the person before the time."""
    return next((v for v in verdicts if not v), ALLOWED)


class Refused(Exception):
    """An act that a policy refuses."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.code)
        self.verdict = verdict


class Invalid(Exception):
    """Input that a rule refuses below the form; code is worded in app.wording, field names the input."""

    def __init__(self, field: str, code: str, /, **params: Any) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.params = params


class NotFound(Exception):
    """Nothing stands under this name, or nothing the viewer may know of (404)."""


def ensure(verdict: Verdict) -> None:
    """Raise Refused unless the verdict allows."""
    if not verdict:
        raise Refused(verdict)
