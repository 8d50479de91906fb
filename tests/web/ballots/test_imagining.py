"""Trying out what a ballot would come to: the same evaluator, nothing recorded, nothing sealed shown (B38, B40)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.ballot_rules import RuleKind
from app.domain.positions import CityState, PositionKind
from app.models import Council, Event, Position, User
from app.queries.ballots.imagining import Tried, imagined_round
from app.transaction import transaction
from tests.builders.ballots import a_ballot, a_rule, cast, cast_letters, run_out
from tests.builders.council import a_representative
from tests.builders.proposals import a_difference_on_the_table
from tests.conftest import Installation
from tests.support.queries import counted
from tests.web.ballots.reading import plain

SignIn = Callable[[User], FlaskClient]
HINO = "city-132128"

pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)


def test_b38_a_reader_tries_out_what_happens_if_a_city_abstains(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aaa")
    browser = signed_in(ballot.voice(0))
    address = f"/ballots/{ballot.round.id}/what-if"
    assert address in browser.get(f"/ballots/{ballot.round.id}").text

    stands = plain(browser.get(address).text)
    tried = plain(browser.get(f"{address}?{HINO}=abstain").text)

    assert "仮の態度で締め切ると、成立します。" in stands
    assert "仮の態度で締め切ると、成立しません。" not in stands
    assert "保留 1 日野市" in tried
    assert "現在：賛成" in tried
    assert "未達 すべての市が賛成している 3市中2市（賛成していない市：日野市）" in tried


def test_b20_trying_out_records_nothing(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    before = session.scalar(select(func.count(Event.id)))
    signed_in(ballot.voice(2)).get(f"/ballots/{ballot.round.id}/what-if?{HINO}=object&vote=approve")
    session.rollback()
    assert session.scalar(select(func.count(Event.id))) == before
    assert session.scalars(select(Position)).all() == []


def test_words_that_are_no_state_try_out_nothing(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    browser = signed_in(ballot.voice(0))
    address = f"/ballots/{ballot.round.id}/what-if"
    odd = browser.get(f"{address}?{HINO}=<b>&city-999999=object&vote=recuse&rule=none")
    assert odd.status_code == 200
    assert plain(odd.text) == plain(browser.get(address).text)


@pytest.mark.parametrize(("vote", "carried"), [(None, False), (PositionKind.APPROVE, True)])
def test_b37_a_casting_vote_is_tried_out_where_the_rule_names_one(
    session: Session, vote: PositionKind | None, carried: bool
) -> None:
    with transaction():
        session.scalars(select(Council)).one().casting_vote = True
    ballot = a_ballot(rule=a_rule(RuleKind.MAJORITY, quorum=2, casting_vote=True))
    tried = Tried({"132021": CityState.APPROVE, "132128": CityState.OBJECT}, vote)
    _, imagined = imagined_round(ballot.round.id, ballot.voice(0), clock.now(), tried)
    assert (imagined.tally.if_closed_now == "carried") is carried


def test_b40_in_a_sealed_round_trying_out_begins_with_the_own_position_alone(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot(sealed=True)
    address = f"/ballots/{ballot.round.id}/what-if"
    browser = signed_in(ballot.voice(0))
    empty = plain(browser.get(address).text)
    cast(ballot.round, ballot.voice(1), PositionKind.OBJECT)
    cast(ballot.round, ballot.voice(2), PositionKind.ABSTAIN)

    assert plain(browser.get(address).text) == empty
    assert "他市の態度はここにも表示せず" in empty
    cast(ballot.round, ballot.voice(0))
    own = plain(browser.get(address).text)
    assert "賛成 1 立川市" in own
    assert "未表明 2 三鷹市、日野市" in own


def test_b25_a_round_that_is_over_is_not_tried_out(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    run_out(ballot.round)
    browser = signed_in(ballot.voice(0))
    assert browser.get(f"/ballots/{ballot.round.id}/what-if").status_code == 409
    assert "what-if" not in browser.get(f"/ballots/{ballot.round.id}").text


def test_b32_before_a_round_opens_every_rule_can_be_tried_out(session: Session, signed_in: SignIn) -> None:
    difference = a_difference_on_the_table()
    browser = signed_in(a_representative(difference.group, difference.group.cities[0].city))
    address = f"/differences/{difference.number}/ballot/what-if"
    assert address in browser.get(f"/differences/{difference.number}").text
    tried = "city-132021=approve&city-132047=approve&city-132128=object"

    unanimous = plain(browser.get(f"{address}?{tried}").text)
    two_thirds = plain(browser.get(f"{address}?{tried}&rule={RuleKind.TWO_THIRDS}").text)

    assert "未達 すべての市が賛成している" in unanimous
    assert "満たす 3分の2以上が賛成している" in two_thirds
    assert "定足数" in two_thirds


def test_the_page_asks_few_questions(session: Session, signed_in: SignIn, installation: Installation) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aox")
    browser = signed_in(ballot.voice(0))
    with counted(installation.database) as statements:
        browser.get(f"/ballots/{ballot.round.id}/what-if?{HINO}=approve")
    assert len(statements) <= 25
