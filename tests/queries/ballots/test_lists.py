"""The lists of rounds: each round where it belongs, few questions however many there are."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app import clock
from app.domain.rounds import RoundState
from app.models import Position, Round, RoundCity, User
from app.transaction import transaction
from tests.builders.ballots import a_ballot, a_closed_round, cast_letters
from tests.builders.council import a_group, a_representative, three_cities
from tests.conftest import Installation
from tests.support.queries import counted

SignIn = Callable[[User], FlaskClient]
LIST_QUERIES = 18


def test_the_lists_hold_each_round_where_it_belongs(session: Session, signed_in: SignIn) -> None:
    group = a_group(three_cities())
    first, second = a_ballot(group=group), a_ballot(group=group)
    cast_letters(first, "a..")
    clock.travel(timedelta(days=6))
    third = a_ballot(group=group)
    browser = signed_in(first.voice(0))

    def listed(of: str, **more: str) -> set[int]:
        page = browser.get("/ballots", query_string={"list": of, **more})
        assert page.status_code == 200
        return {int(found) for found in re.findall(r'href="/ballots/(\d+)"', page.text)}

    ids = [ballot.round.id for ballot in (first, second, third)]
    assert listed("open") == set(ids)
    assert listed("soon") == {ids[0], ids[1]}
    assert listed("mine") == {ids[1], ids[2]}
    assert listed("closed") == listed("cancelled") == set()
    assert listed("open", group="EDU-02") == set(ids)
    assert listed("open", group="TAX-99") == set()
    assert listed("nonsense") == set(ids)
    counts = re.findall(r'<span class="[^"]*count[^"]*">(\d+)</span>', browser.get("/ballots").text)
    assert counts[:5] == ["3", "2", "2", "0", "0"]


def test_the_list_asks_as_few_questions_for_many_rounds_as_for_few(
    installation: Installation, session: Session, signed_in: SignIn
) -> None:
    round = a_closed_round("aco")
    browser = signed_in(a_representative(round.difference.group, round.electorate[0].city))
    _copies(session, round, 9)
    few = _asked(installation, browser, "/ballots?list=closed")
    _copies(session, round, 90)
    many = _asked(installation, browser, "/ballots?list=closed&page=2")
    assert few == many <= LIST_QUERIES


def _copies(session: Session, round: Round, number: int) -> None:
    """More closed rounds like this one on the same difference, with the same positions."""
    rounds, *parts = (Round.__table__, RoundCity.__table__, Position.__table__)
    closed = dict(session.execute(select(rounds).where(rounds.c.id == round.id)).mappings().one())
    last = session.scalar(select(func.max(rounds.c.id))) or 0
    of_round = [
        [dict(row) for row in session.execute(select(part).where(part.c.round_id == round.id)).mappings()]
        for part in parts
    ]
    still_open = {"state": RoundState.OPEN, "closed_at": None, "result": None}
    with transaction():
        for new in range(last + 1, last + 1 + number):
            session.execute(insert(rounds), {**closed, **still_open, "id": new, "number": new})
            for table, rows in zip(parts, of_round, strict=True):
                copies = [{k: v for k, v in row.items() if k != "id"} | {"round_id": new} for row in rows]
                session.execute(insert(table), copies)
            ended = {name: closed[name] for name in still_open}
            session.execute(update(Round).where(Round.id == new).values(**ended))


def _asked(installation: Installation, browser: FlaskClient, address: str) -> int:
    browser.get(address)
    with counted(installation.database) as statements:
        assert browser.get(address).status_code == 200
    return len(statements)
