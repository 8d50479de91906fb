"""Two people at one proposal at the same moment: real threads, on both databases (L2, T10)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.proposals import EditConflict, draft_proposal, put_forward, revise_proposal
from app.domain.events import EventKind
from app.extensions import Database, db
from app.models import Event, Proposal, ProposalVersion, User
from app.policies.verdicts import Refused
from app.transaction import transaction
from tests.builders.council import a_secretary
from tests.builders.differences import a_proposing_difference
from tests.builders.proposals import TEXT, a_proposal
from tests.conftest import Installation

pytestmark = pytest.mark.race

Act = Callable[[User], object]


def test_t10_of_two_who_save_from_the_same_version_one_wins(
    installation: Installation, session: Session
) -> None:
    proposal_id = a_proposal().id
    first, second = (replace(TEXT, title=title) for title in ("先の題名", "後の題名"))
    outcomes = at_once(
        installation.database,
        lambda actor: revise_proposal(proposal_id, actor, first, base=1),
        lambda actor: revise_proposal(proposal_id, actor, second, base=1),
    )

    lost = [outcome for outcome in outcomes if isinstance(outcome, EditConflict)]
    assert [(conflict.base, conflict.theirs) for conflict in lost] == [(1, 2)]
    assert session.scalars(select(ProposalVersion.number).order_by(ProposalVersion.number)).all() == [1, 2]
    revised = select(func.count(Event.id)).where(Event.kind == EventKind.PROPOSAL_REVISED)
    assert session.scalar(revised) == 1


def test_t3_two_who_save_the_same_text_make_one_version(installation: Installation, session: Session) -> None:
    proposal_id = a_proposal().id
    typed = replace(TEXT, title="同じ題名")
    outcomes = at_once(
        installation.database,
        *(2 * [lambda actor: revise_proposal(proposal_id, actor, typed, base=1).number]),
    )

    assert outcomes == [2, 2]


def test_two_who_draft_get_two_numbers(installation: Installation, session: Session) -> None:
    number = a_proposing_difference().number
    at_once(installation.database, *(2 * [lambda actor: draft_proposal(number, actor, TEXT)]))

    assert session.scalars(select(Proposal.number).order_by(Proposal.number)).all() == [1, 2]


def test_l2_of_two_proposals_put_forward_at_once_one_comes_on_the_table(
    installation: Installation, session: Session
) -> None:
    difference = a_proposing_difference()
    one, other = a_proposal(difference).id, a_proposal(difference).id
    seen = difference.stage_serial
    outcomes = at_once(
        installation.database,
        lambda actor: put_forward(one, actor, seen=seen),
        lambda actor: put_forward(other, actor, seen=seen),
    )

    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [refused.verdict.code for refused in lost] == ["stale"]
    assert session.scalar(select(func.count(Proposal.id)).where(Proposal.on_table)) == 1


def at_once(database: Database, *acts: Act) -> list[object]:
    """Each act by a secretary in a thread and session of its own, all begun together; what each gave or raised."""
    people = [a_secretary().id for _ in acts]
    db.session.rollback()
    start = Barrier(len(acts))

    def run(act: Act, person: int) -> object:
        with database.scope() as own:
            start.wait(timeout=10)
            try:
                with transaction():
                    actor = own.get(User, person)
                    assert actor is not None
                    return act(actor)
            except Refused as refused:
                return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts, people))
