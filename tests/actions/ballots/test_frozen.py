"""What a round froze stays, and nothing touches a closed one, the database itself included (B2, B42, B43, T1)."""

from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import (
    cancel_round,
    cast_position,
    close_round_early,
    extend_round,
    give_casting_vote,
    open_round,
    settle_departure,
    withdraw_position,
)
from app.domain.positions import PositionKind
from app.domain.rounds import DepartureHandling, RoundState
from app.domain.tally import Result
from app.models import (
    Council,
    Disposition,
    GroupCity,
    Position,
    PositionAct,
    ProposalVersion,
    Round,
    RoundCity,
    User,
)
from app.policies.verdicts import Refused
from app.queries.ballots import tally_of
from app.transaction import transaction
from tests.builders.ballots import REASON, a_ballot, a_closed_round, a_rule, cast_letters, run_out
from tests.builders.council import a_chair, a_city, a_secretary
from tests.builders.proposals import a_difference_on_the_table, a_version, tamper_with
from tests.conftest import Installation


def test_b2_settings_memberships_and_texts_changed_later_change_nothing(session: Session) -> None:
    ballot = a_ballot()
    before = _terms(ballot.round)
    newcomer = a_city("小金井市")
    with transaction():
        council = session.scalars(select(Council)).one()
        council.quorum, council.early_close, council.ballot_working_days = 2, False, 30
        ballot.group.cities.append(GroupCity(city=newcomer, since=clock.now()))

    session.expire_all()
    assert _terms(ballot.round) == before
    assert [entry.city_id for entry in ballot.round.electorate] == [city.id for city in ballot.cities]


def test_t1_no_new_version_is_saved_while_a_round_is_open(session: Session) -> None:
    ballot = a_ballot()
    proposal = ballot.round.version.proposal
    with pytest.raises(Refused):
        a_version(proposal, body="採決中に差し替えた案")


def test_t1_the_hash_is_made_again_from_the_text_when_a_round_opens(session: Session) -> None:
    difference = a_difference_on_the_table()
    secretary = a_secretary()
    tamper_with(session.scalars(select(ProposalVersion)).one(), body="保管庫で書き換えられた案")
    with pytest.raises(Refused) as refused, transaction():
        open_round(difference.number, secretary)
    assert refused.value.verdict.code == "text_and_hash_differ"


def test_b43_a_reballot_is_a_new_round_with_its_own_snapshot(session: Session) -> None:
    first = a_closed_round("aao")
    difference = first.difference
    proposal = first.version.proposal
    a_version(proposal, body="反対意見を受けて改めた案")
    newcomer = a_city("小金井市")
    with transaction():
        difference.group.cities.append(GroupCity(city=newcomer, since=clock.now()))

    second = _open_again(first, a_rule(quorum=2))
    assert (first.number, second.number) == (1, 2)
    assert first.text_hash != second.text_hash
    assert (first.rule.quorum, second.rule.quorum) == (None, 2)
    assert (len(first.electorate), len(second.electorate)) == (3, 4)
    assert second.positions == []
    session.expire_all()
    assert [position.kind.value for position in first.positions] == ["approve", "approve", "object"]


def test_b43_the_database_itself_allows_one_open_round_a_difference(session: Session) -> None:
    a_ballot()
    row = dict(session.execute(select(Round.__table__)).mappings().one())
    with pytest.raises(IntegrityError, match=r"uq_rounds_open|difference_id"):
        session.connection().execute(insert(Round.__table__), [{**row, "id": 99, "number": 2}])


def _acts_on(round: Round, chair: User, voice: User, secretary: User) -> dict[str, Any]:
    """Every act there is on a round, as a person with every right tries it."""
    return {
        "cast": lambda: cast_position(round.id, voice, kind=PositionKind.APPROVE, seen=1),
        "change": lambda: cast_position(round.id, voice, kind=PositionKind.OBJECT, reason=REASON, seen=1),
        "withdraw": lambda: withdraw_position(round.id, voice, seen=1),
        "instruct": lambda: cast_position(
            round.id,
            secretary,
            kind=PositionKind.OBJECT,
            reason=REASON,
            seen=0,
            city_id=voice.city_id,
            evidence="文書",
        ),
        "extend": lambda: extend_round(
            round.id, secretary, closes_on=clock.now().date().replace(year=2027), reason=REASON
        ),
        "cancel": lambda: cancel_round(round.id, secretary, reason=REASON),
        "close": lambda: close_round_early(round.id, secretary),
        "vote": lambda: give_casting_vote(round.id, chair, kind=PositionKind.OBJECT, reason=REASON),
        "settle": lambda: settle_departure(
            round.id, voice.city_id or 0, secretary, handling=DepartureHandling.EXCLUDE, reason=REASON
        ),
    }


@pytest.mark.parametrize("how", ["closed", "closed by the clock alone", "cancelled"])
def test_b42_no_act_of_any_role_touches_a_round_that_ended(session: Session, how: str) -> None:
    ballot = a_ballot(rule=a_rule(early_close=True))
    chair = a_chair(ballot.group, ballot.cities[2])
    cast_letters(ballot, "aco")
    if how == "closed":
        run_out(ballot.round)
    elif how == "cancelled":
        with transaction():
            cancel_round(ballot.round.id, ballot.secretary, reason=REASON)
    else:
        clock.travel(ballot.round.closes_at - clock.now())
    before = _rows(session)

    for name, act in _acts_on(ballot.round, chair, ballot.voice(0), ballot.secretary).items():
        with pytest.raises(Refused), transaction():
            act()
        assert _rows(session) == before, name


WRITES = {
    "rounds_closed_stay": [
        update(Round).values(state=RoundState.OPEN, closed_at=None, result=None),
        update(Round).values(result=Result.FAILED),
        update(Round).values(end_reason="x"),
    ],
    "rounds_are_kept": [delete(Round)],
    "positions_update_while_open": [update(Position).values(kind=PositionKind.OBJECT, reason="x")],
    "positions_delete_while_open": [delete(Position)],
    "position_acts_stay": [update(PositionAct).values(reason="x")],
    "position_acts_are_kept": [delete(PositionAct)],
    "round_cities": [delete(RoundCity), update(RoundCity).values(departure=DepartureHandling.EXCLUDE)],
    "dispositions": [delete(Disposition), update(Disposition).values(body="x")],
}


@pytest.mark.parametrize("guard", WRITES)
def test_b42_the_database_itself_refuses_to_touch_a_closed_round(session: Session, guard: str) -> None:
    round = a_closed_round("aac")
    with transaction():
        session.add(_a_disposition(round))
    for statement in WRITES[guard]:
        with pytest.raises(IntegrityError, match=guard):
            session.connection().execute(statement)
        session.rollback()


def test_b42_the_database_itself_adds_nothing_to_a_closed_round(
    session: Session, installation: Installation
) -> None:
    round = a_closed_round("aa.")
    assert round.result is Result.FAILED
    for table in ("positions", "position_acts", "round_cities"):
        with installation.database.engine.connect() as connection:
            row = dict(connection.execute(text(f"SELECT * FROM {table}")).mappings().first() or {})
            row |= {"id": 99, "serial": 99, "city_id": row["city_id"]}
            row = {k: v for k, v in row.items() if table != "round_cities" or k not in ("id", "serial")}
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            with pytest.raises(IntegrityError, match=f"{table}_insert_while_open"):
                connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


@pytest.mark.parametrize(
    "terms",
    [{"text_hash": "x"}, {"rule_frozen": {"kind": "majority"}}, {"sealed": True}, {"overrides": {"a": "b"}}],
)
def test_b2_the_database_itself_keeps_the_terms_of_an_open_round(
    session: Session, terms: dict[str, Any]
) -> None:
    a_ballot()
    with pytest.raises(IntegrityError, match="rounds_keep_terms"):
        session.connection().execute(update(Round).values(**terms))


def test_b38_a_closed_round_shows_the_tally_it_was_closed_with(session: Session) -> None:
    round = a_closed_round("aac")
    tally = tally_of(round, closed=True)
    assert (tally.result, tally.to_json()) == (round.result, round.tally_frozen)


def _open_again(round: Round, rule: Any) -> Round:
    secretary = a_secretary()
    overrides = dict.fromkeys(("concerns", "practices", "discussion_days"), REASON)
    with transaction():
        return open_round(round.difference.number, secretary, rule=rule, overrides=overrides)


def _terms(round: Round) -> tuple[Any, ...]:
    return (
        round.version_id,
        round.text_hash,
        dict(round.rule_frozen),
        round.opened_at,
        round.closes_at,
        round.notice_by,
        round.sealed,
    )


def _a_disposition(round: Round) -> Disposition:
    return Disposition(
        round_id=round.id,
        city_id=round.electorate[2].city_id,
        body="運用の手引きに記載する。",
        recorded_by_id=round.opened_by_id,
        recorded_by_printed=round.opened_by_printed,
        recorded_at=clock.now(),
    )


def _rows(session: Session) -> list[Any]:
    session.rollback()
    return [
        session.execute(select(table).order_by(*table.primary_key.columns)).all()
        for table in (Round.__table__, RoundCity.__table__, Position.__table__, PositionAct.__table__)
    ]
