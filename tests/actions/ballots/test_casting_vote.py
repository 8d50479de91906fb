"""The chair's casting vote: only in a tie, only where the rule names it (B32, B37)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.ballots import give_casting_vote
from app.domain.ballot_rules import RuleKind
from app.domain.events import EventKind
from app.domain.positions import PositionKind
from app.domain.tally import Result
from app.models import Event
from app.policies.verdicts import Refused
from app.queries.council import the_council
from app.transaction import transaction
from tests.builders.ballots import REASON, a_ballot, a_rule, cast_letters, run_out
from tests.builders.council import a_chair, a_group, three_cities


def test_b37_a_tie_is_carried_only_with_the_chairs_recorded_vote(session: Session) -> None:
    rule = a_rule(RuleKind.MAJORITY, quorum=2, casting_vote=True)
    group = a_group(three_cities())
    chair = a_chair(group)
    _allow_casting_vote()
    without, with_vote = a_ballot(group=group, rule=rule), a_ballot(group=group, rule=rule)
    for ballot in (without, with_vote):
        cast_letters(ballot, "aox")
    with transaction():
        give_casting_vote(with_vote.round.id, chair, kind=PositionKind.APPROVE, reason=REASON)
    run_out(without.round)
    session.expire_all()
    assert (without.round.result, with_vote.round.result) == (Result.FAILED, Result.CARRIED)
    event = session.scalars(select(Event).where(Event.kind == EventKind.CASTING_VOTE_GIVEN)).one()
    assert (event.actor_id, event.after["kind"]) == (chair.id, "approve")


def test_b37_only_the_chair_gives_a_casting_vote_and_only_where_the_rule_names_one(session: Session) -> None:
    ballot = a_ballot()
    chair = a_chair(ballot.group)
    for person, code in ((ballot.voice(0), "chair_only"), (ballot.secretary, "chair_only"), (chair, None)):
        with pytest.raises(Refused) as refused, transaction():
            give_casting_vote(ballot.round.id, person, kind=PositionKind.APPROVE, reason=REASON)
        assert refused.value.verdict.code == (code or "rule_knows_no_casting_vote")


def _allow_casting_vote() -> None:
    with transaction():
        the_council().casting_vote = True
