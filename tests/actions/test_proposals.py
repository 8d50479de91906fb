"""Drafting, tabling and withdrawing proposals: who may, when, and what history keeps."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.proposals import draft_proposal, put_forward, withdraw_proposal
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.workflow import Stage
from app.models import Event, Notice, Proposal, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.transaction import transaction
from tests.builders.council import a_chair, a_representative, a_secretary
from tests.builders.differences import a_difference, a_proposing_difference
from tests.builders.proposals import TEXT, a_proposal, a_proposal_on_the_table, a_version


def test_a_draft_is_proposal_1_version_1_with_one_event(session: Session) -> None:
    author = a_secretary()
    proposal = a_proposal(author=author)

    assert (proposal.number, proposal.current.number, proposal.on_table) == (1, 1, False)
    assert proposal.difference.stage is Stage.PROPOSING
    event = _events(session, EventKind.PROPOSAL_DRAFTED)[0]
    assert event.actor_id == author.id
    assert event.difference_id == proposal.difference_id
    assert event.after == {
        "difference": proposal.difference.number,
        "proposal": 1,
        "version": 1,
        "title": TEXT.title,
        "text_hash": proposal.current.text_hash,
        "yearly_saving_yen": None,
        "files": [],
    }


def test_put_forward_moves_the_difference_to_discussion_and_tells_the_group(session: Session) -> None:
    difference = a_proposing_difference()
    proposal = a_proposal(difference)
    chair = a_chair(difference.group, difference.group.cities[0].city)
    with transaction():
        put_forward(proposal.id, chair)

    assert proposal.on_table
    assert difference.stage is Stage.DISCUSSING
    assert difference.discussion_since is not None
    assert [event.after["proposal"] for event in _events(session, EventKind.PROPOSAL_PUT_FORWARD)] == [1]
    told = {n.user_id for n in _notices(session, NoticeKind.PROPOSAL_PUT_FORWARD)}
    assert chair.id not in told
    assert told == {role.user_id for role in difference.group.roles} - {chair.id}


def test_one_proposal_is_on_the_table_and_the_others_stay(session: Session) -> None:
    second = a_proposal(a_proposing_difference())
    difference = second.difference
    first = a_proposal_on_the_table(difference)
    _put_forward(second, a_secretary())  # the lower id goes up while the higher one comes down

    assert (first.on_table, second.on_table) == (False, True)
    assert first.withdrawn_at is None
    assert _events(session, EventKind.PROPOSAL_PUT_FORWARD)[-1].before["proposal"] == first.number


def test_l2_a_proposal_is_not_put_forward_from_a_page_that_is_out_of_date(session: Session) -> None:
    difference = a_proposing_difference()
    first, second = a_proposal(difference), a_proposal(difference)
    seen = difference.stage_serial
    leader = a_secretary()
    with transaction():
        put_forward(first.id, leader, seen=seen)

    with pytest.raises(Refused) as refused, transaction():
        put_forward(second.id, leader, seen=seen)

    assert refused.value.verdict.code == "stale"
    assert (first.on_table, second.on_table) == (True, False)


def test_a_form_sent_twice_drafts_and_tables_once(session: Session) -> None:
    difference, author = a_proposing_difference(), a_secretary()
    with transaction():
        one = draft_proposal(difference.number, author, TEXT, key="draft")
    with transaction():
        two = draft_proposal(difference.number, author, TEXT, key="draft")
    for _ in range(2):
        with transaction():
            put_forward(one.id, author, key="table")
    for _ in range(2):
        with transaction():
            withdraw_proposal(one.id, author, key="withdraw")

    assert one.id == two.id
    assert [event.kind for event in _events(session)][-3:] == [
        EventKind.PROPOSAL_DRAFTED,
        EventKind.PROPOSAL_PUT_FORWARD,
        EventKind.PROPOSAL_WITHDRAWN,
    ]


def test_a_withdrawn_proposal_leaves_the_table_and_changes_no_more(session: Session) -> None:
    proposal, leader = a_proposal_on_the_table(), a_secretary()
    with transaction():
        withdraw_proposal(proposal.id, leader)

    assert not proposal.on_table
    assert proposal.withdrawn_at is not None
    assert proposal.difference.stage is Stage.DISCUSSING
    for act in (lambda: a_version(proposal, title="別の題名"), lambda: _put_forward(proposal, a_secretary())):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.verdict.code == "proposal_withdrawn"


def test_the_author_withdraws_until_the_group_discusses_it(session: Session) -> None:
    difference = a_proposing_difference()
    author = a_representative(difference.group, difference.group.cities[0].city)
    proposal = a_proposal(difference, author)
    _put_forward(proposal, author)

    with pytest.raises(Refused) as refused, transaction():
        withdraw_proposal(proposal.id, author)
    assert refused.value.verdict.code == "on_the_table_is_of_the_group"

    other = a_proposal(difference, author)
    with transaction():
        withdraw_proposal(other.id, author)
    assert other.withdrawn_at is not None


def test_nothing_is_drafted_before_the_survey_is_closed(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        a_proposal(a_difference())

    assert refused.value.verdict.ground is Ground.TIME


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", " 　\n", "required"),
        ("title", "あ" * 121, "proposal_title_too_long"),
        ("body", "　\n \n", "required"),
        ("body", "あ" * 40_000, "markdown_too_long"),
        ("exceptions", "あ" * 40_000, "markdown_too_long"),
        ("yearly_saving_yen", -(10**13), "amount_too_large"),
    ],
)
def test_what_cannot_stand_is_refused_by_its_field(
    session: Session, field: str, value: Any, code: str
) -> None:
    difference = a_proposing_difference()
    with pytest.raises(Invalid) as invalid:
        a_proposal(difference, **{field: value})

    assert (invalid.value.field, invalid.value.code) == (field, code)
    assert session.scalars(select(Proposal)).all() == []


def _put_forward(proposal: Proposal, actor: User) -> None:
    with transaction():
        put_forward(proposal.id, actor)


def _events(session: Session, *kinds: EventKind) -> list[Event]:
    statement = select(Event).order_by(Event.id)
    return list(session.scalars(statement.where(Event.kind.in_(kinds)) if kinds else statement))


def _notices(session: Session, kind: NoticeKind) -> list[Notice]:
    return list(session.scalars(select(Notice).where(Notice.kind == kind)))
