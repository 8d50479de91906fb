"""A sealed ballot: until it closes, what one sees does not depend on the positions of other cities (B40)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.ballots import cancel_round, withdraw_position
from app.domain.positions import PositionKind
from app.models import Event, Notice, OutgoingMail, User
from app.policies.verdicts import Refused
from app.transaction import transaction
from tests.builders.ballots import REASON, Ballot, a_ballot, cast, run_out
from tests.builders.council import a_chair, a_partner, a_secretary
from tests.conftest import Installation
from tests.web.ballots.reading import plain

SignIn = Callable[[User], FlaskClient]
SECRET = "封をした理由"
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)

Told = dict[str, str]


def _outsiders(ballot: Ballot) -> dict[str, User]:
    return {
        "another city": ballot.voice(2),
        "the chair": a_chair(ballot.group),
        "the secretariat": ballot.secretary,
        "a partner": a_partner(ballot.group),
    }


def _everything(ballot: Ballot, people: dict[str, User], signed_in: SignIn) -> Told:
    """Every surface of the round, as each outsider gets it, in words and with the tag of its content."""
    address, number = f"/ballots/{ballot.round.id}", ballot.difference.number
    city = f"{address}/cities/{ballot.cities[0].code}"
    paths = [address, f"{address}/tally", "/ballots", "/ballots?list=mine", "/ballots?list=soon"]
    paths += [f"{address}/{part}" for part in ("close", "withdraw", "casting-vote", "what-if")]
    paths += [f"{city}/{part}" for part in ("position", "withdraw", "departure", "disposition")]
    paths += [f"/differences/{number}", f"/differences/{number}/ballot/open"]
    told = {}
    for who, person in people.items():
        browser = signed_in(person)
        for path in paths:
            answer = browser.get(path)
            told[f"{who} {path}"] = f"{answer.status_code} {answer.headers.get('ETag')} {plain(answer.text)}"
    return told


def test_b40_the_same_is_seen_whatever_the_other_cities_did(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot(sealed=True)
    people = _outsiders(ballot)
    before = _everything(ballot, people, signed_in)
    notices = {who: _notices(session, person) for who, person in people.items()}

    for kind in (PositionKind.APPROVE, PositionKind.OBJECT):
        cast(ballot.round, ballot.voice(0), kind, SECRET)
    cast(ballot.round, ballot.voice(1), PositionKind.ABSTAIN, SECRET)
    with transaction():
        withdraw_position(ballot.round.id, ballot.voice(1), seen=1)
    assert _everything(ballot, people, signed_in) == before
    assert {who: _notices(session, person) for who, person in people.items()} == notices
    assert session.scalars(select(OutgoingMail).where(OutgoingMail.body.contains(SECRET))).all() == []


def test_b40_the_own_city_sees_its_own_position_and_its_own_acts(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot(sealed=True)
    cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, SECRET)
    cast(ballot.round, ballot.voice(1), PositionKind.ABSTAIN, "他市の理由")
    words = plain(signed_in(ballot.voice(0)).get(f"/ballots/{ballot.round.id}").text)
    assert SECRET in words
    assert "他市の理由" not in words
    assert words.count("終了まで非公開") == 2


def test_b40_everything_is_shown_when_it_has_closed(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot(sealed=True)
    cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, SECRET)
    run_out(ballot.round)
    words = plain(signed_in(ballot.voice(2)).get(f"/ballots/{ballot.round.id}").text)
    assert "反対 1 立川市" in words
    assert SECRET in words


def test_b40_a_cancelled_sealed_round_stays_sealed(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot(sealed=True)
    cast(ballot.round, ballot.voice(0), PositionKind.OBJECT, SECRET)
    with transaction():
        cancel_round(ballot.round.id, ballot.secretary, reason=REASON)
    for path in (f"/ballots/{ballot.round.id}", f"/ballots/{ballot.round.id}/tally"):
        assert SECRET not in signed_in(ballot.voice(2)).get(path).text
        assert SECRET not in signed_in(a_secretary()).get(path).text


def test_b40_nobody_records_for_a_city_in_a_sealed_round(session: Session) -> None:
    ballot = a_ballot(sealed=True)
    for taken in (False, True):
        with pytest.raises(Refused) as refused:
            cast(
                ballot.round,
                ballot.secretary,
                PositionKind.OBJECT,
                seen=int(taken),
                city_id=ballot.cities[0].id,
            )
        assert refused.value.verdict.code == "sealed_takes_no_instruction"
        cast(ballot.round, ballot.voice(0))


def test_the_check_sees_a_ballot_that_is_not_sealed(
    session: Session, signed_in: SignIn, installation: Installation
) -> None:
    ballot = a_ballot()
    people = {"another city": ballot.voice(2)}
    before = _everything(ballot, people, signed_in)
    cast(ballot.round, ballot.voice(0))
    changed = {path for path, told in _everything(ballot, people, signed_in).items() if told != before[path]}
    assert len(changed) >= 4
    assert session.scalars(select(Event.id)).all()


def _notices(session: Session, person: User) -> list[int]:
    session.rollback()
    return list(session.scalars(select(Notice.id).where(Notice.user_id == person.id)))
