"""A city takes, changes or withdraws its one position (B1-B21)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.events import EventKind
from app.domain.hashing import canonical_json, digest
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind, is_reason, needs_reason
from app.domain.rounds import ActingAs, PositionActKind
from app.domain.texts import normalise
from app.extensions import db
from app.models import Position, PositionAct, Round, User
from app.policies.ballots import (
    acting_as,
    may_cast,
    may_record_instruction,
    may_withdraw_instructed,
    may_withdraw_position,
)
from app.policies.verdicts import ALLOWED, Invalid, Refused, Verdict, ensure, not_now, not_this_person
from app.queries.ballots.one import lock_round
from app.queries.ballots.people import voices_of_city

MAX_REASON = 4000

_EVENTS = {
    PositionActKind.CAST: EventKind.POSITION_CAST,
    PositionActKind.CHANGED: EventKind.POSITION_CHANGED,
    PositionActKind.REASON_CHANGED: EventKind.POSITION_REASON_CHANGED,
    PositionActKind.WITHDRAWN: EventKind.POSITION_WITHDRAWN,
}


class PositionConflict(Refused):
    """A colleague changed the city's position after the form was made; what stands now must be read anew (B17)."""

    def __init__(self) -> None:
        super().__init__(not_now("position_changed_meanwhile"))


@dataclass(frozen=True)
class _Said:
    """What one act says about a city's position; without a kind it withdraws."""

    city_id: int | None
    kind: PositionKind | None
    reason: str
    acting_as: ActingAs
    evidence: str


def cast_position(
    round_id: int,
    actor: User,
    *,
    kind: PositionKind,
    reason: str = "",
    seen: int,
    city_id: int | None = None,
    evidence: str = "",
    key: str = "",
) -> Position | None:
    """Take or change a city's position and return it; saying the same again leaves no trace (B1, B16, B21, L7).

    seen is the serial of the position the form showed, 0 for none: PositionConflict if it changed since (B17). The
    secretariat names the city on whose documented instruction it acts (B14). The same form acts once (B15).
    """
    round = lock_round(round_id)
    at = now()
    said = _said(round, actor, PositionKind(kind), reason, evidence, city_id, at)
    taken = round.position_of(said.city_id)
    if not _claim(key, actor, round, said):
        return taken
    if _is_own(actor, city_id):
        ensure(may_cast(actor, round, at))
    else:
        ensure(may_record_instruction(actor, round, said.city_id or 0, at))
        ensure(_not_recusing(said))
    _check(said)
    _check_unchanged(taken, seen)
    return taken if taken is not None and _says(taken) == said else _act(round, actor, said, at)


def withdraw_position(
    round_id: int,
    actor: User,
    *,
    seen: int,
    city_id: int | None = None,
    reason: str = "",
    evidence: str = "",
    key: str = "",
) -> None:
    """Take a city's position back before closing; the city then has none, and its acts stay (B21)."""
    round = lock_round(round_id)
    at = now()
    said = _said(round, actor, None, reason, evidence, city_id, at)
    if not _claim(key, actor, round, said):
        return
    if _is_own(actor, city_id):
        ensure(may_withdraw_position(actor, round, at))
    else:
        ensure(may_withdraw_instructed(actor, round, said.city_id or 0, at))
    _check(said)
    _check_unchanged(round.position_of(said.city_id), seen)
    _act(round, actor, said, at)


def _is_own(actor: User, city_id: int | None) -> bool:
    return city_id is None or city_id == actor.city_id


def _said(
    round: Round,
    actor: User,
    kind: PositionKind | None,
    reason: str,
    evidence: str,
    city_id: int | None,
    at: datetime,
) -> _Said:
    own = _is_own(actor, city_id)
    return _Said(
        actor.city_id if own else city_id,
        kind,
        normalise(reason).strip(),
        acting_as(actor, round, at),
        "" if own else normalise(evidence).strip(),
    )


def _claim(key: str, actor: User, round: Round, said: _Said) -> bool:
    """Whether this form acts for the first time (B15). A form sent again with other content is another act."""
    if not key:
        return True
    content = [round.id, said.city_id, said.kind, said.reason, said.evidence]
    return claim_key(f"{key}:{digest(canonical_json(content))}", actor)


def _not_recusing(said: _Said) -> Verdict:
    return not_this_person("only_the_city_recuses") if said.kind is PositionKind.RECUSE else ALLOWED


def _check(said: _Said) -> None:
    """Raise Invalid where a reason or evidence is due and nothing is said (B14, B18)."""
    instructed = said.acting_as is ActingAs.INSTRUCTED
    due = instructed or (said.kind is not None and needs_reason(said.kind))
    if due and not is_reason(said.reason):
        raise Invalid("reason", "position_needs_reason")
    if instructed and not is_reason(said.evidence):
        raise Invalid("evidence", "instruction_needs_evidence")
    for field, text in (("reason", said.reason), ("evidence", said.evidence)):
        if len(text) > MAX_REASON:
            raise Invalid(field, "reason_too_long", limit=MAX_REASON)


def _check_unchanged(taken: Position | None, seen: int) -> None:
    if seen != (taken.serial if taken else 0):
        raise PositionConflict


def _says(taken: Position) -> _Said:
    return _Said(taken.city_id, taken.kind, taken.reason, taken.acting_as, taken.evidence)


def _act(round: Round, actor: User, said: _Said, at: datetime) -> Position | None:
    """Write the position, its act, the event and the notice to the colleagues (B1, B7)."""
    taken = round.position_of(said.city_id)
    before = _facts(_says(taken)) if taken else {}
    act = _kind_of_act(taken, said)
    serial = 1 + max((done.serial for done in round.acts if done.city_id == said.city_id), default=0)
    round.acts.append(_history(actor, said, act, serial, at))
    if said.kind is None and taken is not None:
        round.positions.remove(taken)
        taken = None
    elif said.kind is not None:
        taken = taken or Position(city_id=said.city_id)
        taken.kind, taken.reason, taken.acting_as, taken.evidence = (
            said.kind, said.reason, said.acting_as, said.evidence,
        )  # fmt: skip
        taken.serial, taken.at = serial, at
        taken.user_id, taken.user_printed = actor.id, actor.printed
        if taken not in round.positions:
            round.positions.append(taken)
    db.session.flush()
    record(
        _EVENTS[act],
        actor=actor,
        subject=round,
        difference=round.difference,
        on_behalf_of=said.city_id if said.acting_as is ActingAs.INSTRUCTED else None,
        before=before,
        after={"round": round.id, "number": round.number, "serial": serial, **_facts(said)},
    )
    _tell(round, actor, said, serial, at)
    return taken


def _kind_of_act(taken: Position | None, said: _Said) -> PositionActKind:
    if said.kind is None:
        return PositionActKind.WITHDRAWN
    if taken is None:
        return PositionActKind.CAST
    only_reason = taken.kind is said.kind and taken.reason != said.reason
    return PositionActKind.REASON_CHANGED if only_reason else PositionActKind.CHANGED


def _history(actor: User, said: _Said, act: PositionActKind, serial: int, at: datetime) -> PositionAct:
    return PositionAct(
        city_id=said.city_id,
        serial=serial,
        act=act,
        kind=said.kind,
        reason=said.reason,
        acting_as=said.acting_as,
        evidence=said.evidence,
        user_id=actor.id,
        user_printed=actor.printed,
        user_post=actor.full_post,
        at=at,
    )


def _facts(said: _Said) -> dict[str, Any]:
    return {
        "city": said.city_id,
        "kind": said.kind.value if said.kind else None,
        "reason": said.reason,
        "acting_as": said.acting_as.value,
        "evidence": said.evidence,
    }


def _tell(round: Round, actor: User, said: _Said, serial: int, at: datetime) -> None:
    """The city's other voices learn what was recorded for it; nobody else does (B40)."""
    others = [person for person in voices_of_city(round, said.city_id or 0, at) if person.id != actor.id]
    notify(
        others,
        NoticeKind.POSITION_RECORDED,
        subject=round,
        difference=round.difference,
        key=f"{said.city_id}:{serial}",
        number=round.number,
        withdrawn=said.kind is None,
    )
