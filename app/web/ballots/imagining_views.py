"""Trying out what a ballot would come to: GET alone, nothing is recorded (B20, B38)."""

from enum import StrEnum
from typing import TypeVar

from flask import render_template, request

from app.clock import now
from app.domain.ballot_rules import RuleKind
from app.domain.positions import CityState, PositionKind
from app.queries.ballots.imagining import Tried, imagined_opening, imagined_round
from app.queries.differences import difference_named
from app.web.ballots import blueprint
from app.web.kit.access import signed_in, viewer

Word = TypeVar("Word", bound=StrEnum)
OF_CITY = "city-"
VOTES = (PositionKind.APPROVE, PositionKind.OBJECT)


@blueprint.get("/ballots/<int:round_id>/what-if")
@signed_in
def imagine(round_id: int) -> str:
    """A running ballot with other positions."""
    round, imagined = imagined_round(round_id, viewer(), now(), _tried())
    return render_template("ballots/imagine.html", round=round, imagined=imagined, votes=VOTES)


@blueprint.get("/differences/<number>/ballot/what-if")
@signed_in
def imagine_opening(number: str) -> str:
    """The next ballot on a difference, under a rule of the reader's choice."""
    difference = difference_named(number, viewer())
    imagined = imagined_opening(difference, now(), _tried())
    return render_template(
        "ballots/imagine_opening.html", difference=difference, imagined=imagined, votes=VOTES
    )


def _tried() -> Tried:
    """What the address tries out; words it does not know try out nothing."""
    states = {name.removeprefix(OF_CITY): _word(CityState, name) for name in request.args}
    vote = _word(PositionKind, "vote")
    return Tried(
        {code: state for code, state in states.items() if state is not None},
        vote if vote in VOTES else None,
        _word(RuleKind, "rule"),
    )


def _word(kind: type[Word], name: str) -> Word | None:
    found = request.args.get(name, "")
    return kind(found) if found in {value.value for value in kind} else None
