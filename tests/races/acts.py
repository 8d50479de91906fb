"""Acts of people who are not loaded yet, to be done in a thread or a process of its own."""

from dataclasses import replace

from app.actions.ballots import cast_position, close_round_early
from app.actions.closing import close_round
from app.actions.differences import open_survey, raise_difference, withdraw
from app.actions.manual import cut_edition
from app.actions.proposals import revise_proposal
from app.actions.signoff import ConfirmedIdentity, sign
from app.clock import now
from app.domain.differences import DifferenceKind
from app.domain.positions import PositionKind
from app.domain.signoff import Meaning
from app.extensions import db
from app.models import User
from app.queries.ballots import lock_round
from tests.builders.ballots import REASON
from tests.builders.differences import WHY
from tests.builders.proposals import TEXT


def casts(round_id: int, person_id: int, kind: PositionKind, seen: int = 0, key: str = "") -> int:
    """The serial of the position that a person takes for the city."""
    reason = "" if kind is PositionKind.APPROVE else REASON
    taken = cast_position(round_id, _person(person_id), kind=kind, reason=reason, seen=seen, key=key)
    assert taken is not None
    return taken.serial


def closes(round_id: int, person_id: int) -> None:
    """The round ends early."""
    close_round_early(round_id, _person(person_id))


def is_decided(round_id: int) -> None:
    """The time of the round has come: its decision gets its number."""
    close_round(lock_round(round_id), now(), None)


def opens_survey(number: str, person_id: int, seen: int) -> None:
    """The cities are asked for their practice."""
    open_survey(number, _person(person_id), seen=seen)


def withdraws(number: str, person_id: int, seen: int) -> None:
    """The difference is withdrawn."""
    withdraw(number, _person(person_id), reason="重複のため", seen=seen)


def raises(group_id: int, person_id: int) -> str:
    """The number of a difference just raised."""
    raised = raise_difference(
        group_id, _person(person_id), title="通知の時期", kind=DifferenceKind.NOTICE, why=WHY
    )
    return raised.number


def revises(proposal_id: int, person_id: int, title: str, base: int) -> int:
    """The number of the version saved over the one its editor saw."""
    return revise_proposal(proposal_id, _person(person_id), replace(TEXT, title=title), base=base).number


def signs(step_id: int, post_id: int, person_id: int, text_hash: str) -> None:
    """A manager approves."""
    sign(
        step_id,
        _person(person_id),
        post_id=post_id,
        meaning=Meaning.APPROVE,
        identity=ConfirmedIdentity(person_id),
        text_hash=text_hash,
    )


def cuts(person_id: int) -> int:
    """The number of the edition just published."""
    return cut_edition(_person(person_id), note="はじめての版です。").number


def _person(person_id: int) -> User:
    return db.session.get_one(User, person_id)
