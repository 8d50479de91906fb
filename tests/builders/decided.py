"""Decisions without the days of a ballot, where a test is not about how they came about: rows, then the deciding."""

from datetime import timedelta
from typing import Any

from app.actions.decisions import decide
from app.clock import now
from app.domain.differences import DifferenceKind
from app.domain.positions import PositionKind
from app.domain.rounds import ActingAs, PositionActKind, RoundState
from app.domain.tally import Result, Rule, evaluate
from app.domain.texts import text_hash
from app.domain.workflow import Stage
from app.extensions import db
from app.models import (
    City,
    Decision,
    Difference,
    Group,
    Position,
    PositionAct,
    Proposal,
    ProposalVersion,
    Round,
    RoundCity,
    SavingLine,
    User,
)
from app.transaction import transaction
from tests.builders.ballots import REASON, a_rule
from tests.builders.council import a_group, a_secretary
from tests.builders.differences import WHY
from tests.builders.proposals import TEXT
from tests.builders.tallies import LETTERS
from tests.support.worlds import kept


@kept
def a_quick_decision(
    group: Group | None = None,
    letters: str = "aaa",
    *,
    difference: Difference | None = None,
    kind: DifferenceKind = DifferenceKind.OPERATION,
    **fields: Any,
) -> Decision:
    """A decision of a carried round, one letter a city for its position; fields are the proposal's."""
    group = group or (difference.group if difference else a_group())
    leader = a_secretary()
    with transaction():
        group = db.session.get_one(Group, group.id)
        leader = db.session.get_one(User, leader.id)
        difference = difference or _difference(group, leader, kind)
        setattr(difference, "stage", Stage.VOTING)  # noqa: B010 - the product writes a stage in one place only
        version = _version(difference, leader, fields)
        round = _carried(difference, version, leader, letters)
        return decide(difference, version, round=round, escalation=None, actor=None)


def _difference(group: Group, leader: User, kind: DifferenceKind) -> Difference:
    group.last_serial += 1
    number = f"{group.code}-{group.last_serial:03d}"
    difference = Difference(
        group=group, serial=group.last_serial, number=number, title=f"就学通知の発送時期 {number}", kind=kind, why=WHY,
        stage_at=now(), stage=Stage.DISCUSSING, raised_by=leader, raised_at=now(), cycle=1, stage_serial=0,
        last_proposal=0, last_round=0,
    )  # fmt: skip
    db.session.add(difference)
    return difference


def _version(difference: Difference, author: User, fields: dict[str, Any]) -> ProposalVersion:
    difference.last_proposal += 1
    proposal = Proposal(
        difference=difference,
        number=difference.last_proposal,
        author=author,
        created_at=now(),
        last_version=1,
    )
    typed = {**{name: getattr(TEXT, name) for name in TEXT.__dataclass_fields__}, **fields}
    typed["flags"] = sorted(typed["flags"])
    lines = typed.pop("saving_lines") or ()
    if lines:
        typed["yearly_saving_yen"] = sum(line.yen for line in lines)
    typed["saving_lines"] = [SavingLine.of(line, place) for place, line in enumerate(lines, 1)]
    version = ProposalVersion(
        proposal=proposal, number=1, author_id=author.id, author_printed=author.printed, created_at=now(),
        attachment_hashes=[], text_hash="", **typed,
    )  # fmt: skip
    version.text_hash = text_hash(version.text)
    db.session.add(version)
    db.session.flush()
    return version


def _carried(difference: Difference, version: ProposalVersion, leader: User, letters: str) -> Round:
    difference.last_round += 1
    rule, opened = a_rule(), now()
    cities = difference.group.voting_cities_at(opened)
    round = Round(
        difference=difference, cycle=difference.cycle, number=difference.last_round, version=version,
        text_hash=version.text_hash, rule_frozen=rule.to_json(), opened_by_id=leader.id,
        opened_by_printed=leader.printed, opened_at=opened, closes_at=opened + timedelta(minutes=1), notice_by=opened,
        state=RoundState.OPEN, overrides={}, sealed=False,
    )  # fmt: skip
    round.electorate = [RoundCity(city=city, notified_at=opened) for city in cities]
    db.session.add(round)
    db.session.flush()
    kinds = {city: LETTERS[letter] for city, letter in zip(cities, letters, strict=True) if letter != "."}
    for city, kind in kinds.items():
        _take(round, city, kind, leader)
    db.session.flush()
    _close(round, rule, cities, kinds)
    return round


def _take(round: Round, city: City, kind: PositionKind, leader: User) -> None:
    """A city's position and the act that made it, as the secretariat would enter it."""
    said = {
        "round_id": round.id, "city_id": city.id, "kind": kind, "serial": 1, "acting_as": ActingAs.INSTRUCTED,
        "reason": "" if kind is PositionKind.APPROVE else REASON, "evidence": "電話で確認", "user_id": leader.id,
        "user_printed": leader.printed, "at": now(),
    }  # fmt: skip
    db.session.add(Position(**said))
    db.session.add(PositionAct(**said, act=PositionActKind.CAST, user_post=leader.post))


def _close(round: Round, rule: Rule, cities: list[City], kinds: dict[City, PositionKind]) -> None:
    positions: dict[int | str, PositionKind] = {city.id: kind for city, kind in kinds.items()}
    ids = [city.id for city in cities]
    tally = evaluate(rule, ids, positions, closed=True, notified=ids)
    round.state, round.result, round.closed_at = RoundState.CLOSED, Result(tally.result), now()
    round.tally_frozen = tally.to_json()
    db.session.flush()
