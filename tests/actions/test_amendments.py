"""Amendments: suggested, accepted by three-way merge only, declined, withdrawn, outdated and kept (T8, T9)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.proposals import (
    AmendmentConflict,
    accept_amendment,
    decline_amendment,
    suggest_amendment,
    withdraw_amendment,
    withdraw_proposal,
)
from app.clock import now
from app.domain.amending import AmendmentState
from app.domain.ball import BallKind
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.readiness import ReadinessCode
from app.extensions import db
from app.models import Amendment, Difference, Event, Notice, Proposal, ProposalVersion, User
from app.policies.verdicts import Invalid, Refused
from app.queries.ballots import readiness_of
from app.queries.differences.balls import ball_on
from app.transaction import transaction
from tests.builders.amendments import LINES, WHY, a_text_on_the_table, an_amendment, an_author
from tests.builders.council import a_chair, a_partner, a_secretary
from tests.builders.proposals import a_proposal, a_version
from tests.conftest import Installation
from tests.support.races import race


def test_t9_accepting_makes_a_version_that_credits_the_author(session: Session) -> None:
    proposal = a_text_on_the_table()
    author, chair = (
        an_author(proposal),
        a_chair(proposal.difference.group, proposal.difference.group.cities[1].city),
    )
    amendment = an_amendment(proposal, author=author)
    _accept(amendment, chair)

    session.expire_all()
    made = amendment.result
    assert made is not None
    assert (made.number, made.body) == (2, LINES.replace("発送する", "一月末日までに発送する"))
    assert (made.credited_id, made.credited_printed) == (author.id, author.printed)
    assert (made.author_id, made.author_printed) == (chair.id, chair.printed)
    assert (amendment.state, amendment.ended_by_printed) == (AmendmentState.ACCEPTED, chair.printed)
    assert (made.title, made.based_on_id) == (amendment.base.title, amendment.base.id)


def test_t9_a_version_written_by_hand_credits_nobody(session: Session) -> None:
    version = a_version(a_text_on_the_table(), body="別の本文")

    assert (version.credited_id, version.credited_printed) == (None, "")


def test_t8_an_amendment_is_carried_onto_a_newer_version_that_left_its_lines_alone(session: Session) -> None:
    proposal = a_text_on_the_table()
    amendment = an_amendment(proposal, "記録する", "登録する")
    newer = a_version(proposal, body=f"前文を置く。\n\n{LINES.replace('発送する', '送付する')}")
    _accept(amendment)

    assert proposal.current.number == newer.number + 1
    assert proposal.current.body == newer.body.replace("記録する", "登録する")


def test_t8_where_others_touched_the_lines_nothing_is_applied(session: Session) -> None:
    proposal = a_text_on_the_table()
    amendment = an_amendment(proposal)
    a_version(proposal, body=LINES.replace("発送する", "二月末日までに発送する"))
    with pytest.raises(AmendmentConflict):
        _accept(amendment)

    session.expire_all()
    assert proposal.last_version == 2
    assert amendment.state is AmendmentState.OPEN
    assert _events(session, EventKind.AMENDMENT_ACCEPTED) == []


def test_t8_applying_one_of_two_overlapping_ones_outdates_the_other_and_keeps_it(session: Session) -> None:
    proposal = a_text_on_the_table()
    first = an_amendment(proposal)
    rival = an_amendment(proposal, new="二月末日までに発送する")
    apart = an_amendment(proposal, "記録する", "登録する")
    _accept(first)

    session.expire_all()
    assert [each.state for each in (first, rival, apart)] == [
        AmendmentState.ACCEPTED,
        AmendmentState.OUTDATED,
        AmendmentState.OPEN,
    ]
    assert rival.outdated_by is first
    assert "二月末日" in rival.body
    assert _events(session, EventKind.AMENDMENT_ACCEPTED)[0].after["outdated"] == [rival.number]
    assert _told(session, NoticeKind.AMENDMENT_OUTDATED) == [rival.author_id]


def test_t8_what_the_text_says_already_makes_no_version(session: Session) -> None:
    proposal = a_text_on_the_table()
    amendment = an_amendment(proposal)
    a_version(proposal, body=amendment.body)
    with pytest.raises(Refused) as refused:
        _accept(amendment)

    assert refused.value.verdict.code == "amendment_is_in_the_text"


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"body": LINES + "\n \n"}, "body", "amendment_changes_nothing"),
        ({"body": " \n"}, "body", "required"),
        ({"reason": "　**"}, "reason", "reason_required"),
    ],
)
def test_what_suggests_nothing_is_refused(
    session: Session, typed: dict[str, str], field: str, code: str
) -> None:
    proposal = a_text_on_the_table()
    secretary = a_secretary()
    with pytest.raises(Invalid) as invalid, transaction():
        suggest_amendment(proposal.id, secretary, **{"base": 1, "body": "改めた本文", "reason": WHY, **typed})  # type: ignore[arg-type]

    assert (invalid.value.field, invalid.value.code) == (field, code)


def test_only_the_proposal_on_the_table_is_amended(session: Session) -> None:
    draft = a_proposal()
    with pytest.raises(Refused) as refused:
        an_amendment(draft, "発送する", "送る")

    assert refused.value.verdict.code == "amended_on_the_table_only"


@pytest.mark.parametrize("act", [accept_amendment, decline_amendment, withdraw_amendment])
def test_an_amendment_ends_once(session: Session, act: Callable[..., Amendment]) -> None:
    proposal = a_text_on_the_table()
    author = a_secretary()
    amendment = an_amendment(proposal, author=author)
    with transaction():
        decline_amendment(amendment.id, author, reason=WHY)
    more = {"reason": "重ねて"} if act is decline_amendment else {}
    with pytest.raises(Refused) as refused, transaction():
        act(amendment.id, author, **more)

    assert refused.value.verdict.code == "amendment_has_ended"


def test_who_settles_and_who_withdraws(session: Session) -> None:
    proposal = a_text_on_the_table()
    author = an_author(proposal)
    amendment = an_amendment(proposal, author=author)
    other = an_author(proposal)
    for act, person, code in (
        (accept_amendment, author, "author_chair_or_secretariat_only"),
        (decline_amendment, other, "author_chair_or_secretariat_only"),
        (withdraw_amendment, other, "amendment_author_only"),
        (accept_amendment, a_partner(proposal.difference.group), "author_chair_or_secretariat_only"),
    ):
        with pytest.raises(Refused) as refused, transaction():
            act(amendment.id, person, **({"reason": WHY} if act is decline_amendment else {}))  # type: ignore[operator]
        assert refused.value.verdict.code == code
    with transaction():
        withdraw_amendment(amendment.id, author)
    assert amendment.state is AmendmentState.WITHDRAWN


def test_b15_a_form_sent_twice_suggests_and_accepts_once(session: Session) -> None:
    proposal, secretary = a_text_on_the_table(), a_secretary()
    typed: dict[str, Any] = {"base": 1, "body": "改めた本文", "reason": WHY, "key": "k1"}
    for _ in range(2):
        with transaction():
            amendment = suggest_amendment(proposal.id, secretary, **typed)
    for _ in range(2):
        with transaction():
            accept_amendment(amendment.id, secretary, seen=1, key="k2")

    assert session.scalar(select(func.count(Amendment.id))) == 1
    assert session.scalar(select(func.count(ProposalVersion.id))) == 2


def test_a_page_that_shows_an_older_text_accepts_nothing(session: Session) -> None:
    proposal = a_text_on_the_table()
    amendment = an_amendment(proposal)
    a_version(proposal, body=LINES.replace("記録する", "登録する"))
    secretary = a_secretary()
    with pytest.raises(Refused) as refused, transaction():
        accept_amendment(amendment.id, secretary, seen=1)

    assert refused.value.verdict.code == "edited_meanwhile"


def test_l4_an_open_amendment_is_a_point_of_the_readiness_list(session: Session) -> None:
    proposal = a_text_on_the_table()
    assert _point(proposal).met
    amendment = an_amendment(proposal)
    assert not _point(proposal).met
    assert _point(proposal).params["count"] == 1
    _decline(amendment, WHY)
    assert _point(proposal).met


def test_l3_an_open_amendment_waits_for_the_chair(session: Session) -> None:
    proposal = a_text_on_the_table()
    an_amendment(proposal)

    difference = session.get_one(Difference, proposal.difference_id)
    assert ball_on(difference, now()).kind is BallKind.SETTLE_AMENDMENTS


def test_both_authors_are_told_and_each_act_leaves_one_event(session: Session) -> None:
    proposal = a_text_on_the_table()
    author = an_author(proposal)
    taken, left = an_amendment(proposal, author=author), an_amendment(proposal, "記録", "登録", author=author)
    _accept(taken)
    _decline(left, "記録のままとする。")

    assert _told(session, NoticeKind.AMENDMENT_SUGGESTED) == 2 * [proposal.author_id]
    assert _told(session, NoticeKind.AMENDMENT_ACCEPTED) == [author.id]
    assert _told(session, NoticeKind.AMENDMENT_DECLINED) == [author.id]
    for kind, count in (
        (EventKind.AMENDMENT_SUGGESTED, 2),
        (EventKind.AMENDMENT_ACCEPTED, 1),
        (EventKind.AMENDMENT_DECLINED, 1),
        (EventKind.PROPOSAL_REVISED, 0),
    ):
        assert len(_events(session, kind)) == count, kind


@pytest.mark.race
def test_l2_of_two_who_accept_at_once_one_makes_the_version(
    installation: Installation, session: Session
) -> None:
    proposal = a_text_on_the_table()
    amendment_id, people = an_amendment(proposal).id, [a_secretary().id, a_secretary().id]
    session.rollback()

    def accept(person: int) -> Callable[[], object]:
        return lambda: accept_amendment(amendment_id, db.session.get_one(User, person), seen=1).number

    outcomes = race(installation.database, [accept(person) for person in people])

    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(lost) == 1
    assert session.scalar(select(func.count(ProposalVersion.id))) == 2
    assert len(_events(session, EventKind.AMENDMENT_ACCEPTED)) == 1


def test_a_withdrawn_proposal_takes_no_amendment(session: Session) -> None:
    proposal = a_text_on_the_table()
    amendment = an_amendment(proposal)
    secretary = a_secretary()
    with transaction():
        withdraw_proposal(proposal.id, secretary)
    with pytest.raises(Refused) as refused:
        _accept(amendment)

    assert refused.value.verdict.code == "proposal_withdrawn"


def _accept(amendment: Amendment, actor: User | None = None) -> Amendment:
    actor = actor or a_secretary()
    with transaction():
        return accept_amendment(amendment.id, actor)


def _decline(amendment: Amendment, reason: str) -> None:
    secretary = a_secretary()
    with transaction():
        decline_amendment(amendment.id, secretary, reason=reason)


def _events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def _told(session: Session, kind: NoticeKind) -> list[int]:
    return list(session.scalars(select(Notice.user_id).where(Notice.kind == kind).order_by(Notice.id)))


def _point(proposal: Proposal) -> Any:
    items = readiness_of(proposal.difference, proposal.current, now())
    return next(item for item in items if item.code is ReadinessCode.AMENDMENTS)
