"""Browsers at once: whoever is too late gets a page that says so, never a failure (L2, B15-B17, B24, B26, T10)."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.domain.events import EventKind
from app.models import Decision, Edition, Event, Position, ProposalVersion, User
from app.queries.audit import verify_chain
from app.queries.manual import coming_build
from tests.builders.ballots import REASON, Ballot, a_ballot, a_rule, cast, cast_letters
from tests.builders.convening import a_written_resolution
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.differences import WHY, a_difference
from tests.builders.proposals import TEXT, a_difference_on_the_table, a_proposal
from tests.builders.signoff import DEPARTMENT, PASSWORD, an_escalation_by_the_chair, sign_city, sign_step
from tests.support.races import SECONDS

pytestmark = pytest.mark.race

SignedIn = Callable[[User], FlaskClient]
Send = Callable[[], TestResponse]


def test_b17_of_two_colleagues_one_gets_a_conflict(session: Session, signed_in: SignedIn) -> None:
    ballot = a_ballot()
    people = [ballot.voice(0), a_representative(ballot.group, ballot.cities[0])]
    answers = _at_once(
        session,
        [
            _position(signed_in(person), ballot, kind)
            for person, kind in zip(people, ("approve", "object"), strict=True)
        ],
    )

    assert _statuses(answers) == [303, 409]
    assert len(session.scalars(select(Position)).all()) == 1


def test_b15_a_form_sent_three_times_succeeds_three_times(session: Session, signed_in: SignedIn) -> None:
    ballot = a_ballot()
    sends = [_position(signed_in(ballot.voice(0)), ballot, "object", key="form-1") for _ in range(3)]

    assert _statuses(_at_once(session, sends)) == [303, 303, 303]
    assert _count(session, EventKind.POSITION_CAST) == 1


def test_b15_a_written_resolution_sent_three_times_succeeds_three_times(
    session: Session, signed_in: SignedIn
) -> None:
    written = a_written_resolution()
    address = f"/meetings/{written.meeting.id}/written/send"
    sends = [_post(signed_in(written.secretary), address, key="form-1") for _ in range(3)]

    assert _statuses(_at_once(session, sends)) == [303, 303, 303]
    assert _count(session, EventKind.ROUND_OPENED) == 2


def test_b24_a_change_while_the_round_is_closed(session: Session, signed_in: SignedIn) -> None:
    ballot = a_ballot(rule=a_rule(early_close=True))
    cast_letters(ballot, "aaa")
    change = _position(signed_in(ballot.voice(0)), ballot, "object", seen="1")
    close = _post(signed_in(ballot.secretary), f"/ballots/{ballot.round.id}/close")
    changed, closed = _at_once(session, [change, close])

    assert closed.status_code == 303
    assert changed.status_code in (303, 409)
    session.refresh(ballot.round)
    assert ballot.round.result.value == ("failed" if changed.status_code == 303 else "carried")


def test_b26_two_who_close_close_once(session: Session, signed_in: SignedIn) -> None:
    ballot = a_ballot(rule=a_rule(early_close=True))
    cast_letters(ballot, "aaa")
    address = f"/ballots/{ballot.round.id}/close"
    answers = _at_once(session, [_post(signed_in(a_secretary()), address) for _ in range(2)])

    assert _statuses(answers) == [303, 409]
    assert (_count(session, EventKind.ROUND_CLOSED), _count(session, EventKind.DECIDED)) == (1, 1)


def test_b25_b26_whoever_comes_by_after_the_end_finds_it_closed(
    session: Session, signed_in: SignedIn
) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(1))
    clock.travel(ballot.round.closes_at - clock.now())
    address = f"/ballots/{ballot.round.id}"
    readers = [partial(signed_in(a_secretary()).get, address) for _ in range(3)]
    late = _position(signed_in(ballot.voice(0)), ballot, "approve")
    answers = _at_once(session, [*readers, late])

    assert [answer.status_code for answer in answers] == [200, 200, 200, 409]
    assert _count(session, EventKind.ROUND_CLOSED) == 1
    assert session.scalars(select(Position.city_id)).all() == [ballot.cities[1].id]


def test_b43_of_two_who_open_one_does(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference_on_the_table()
    form = {"closes_on": "2026-12-15", "rule_kind": "unanimous", "seen": str(difference.stage_serial)}
    address = f"/differences/{difference.number}/ballot/open"
    answers = _at_once(session, [_post(signed_in(a_secretary()), address, **form) for _ in range(2)])

    assert _statuses(answers) == [303, 409]
    assert _count(session, EventKind.ROUND_OPENED) == 1


def test_l2_of_two_moves_one_is_made(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    address, seen = f"/differences/{difference.number}", str(difference.stage_serial)
    answers = _at_once(
        session,
        [
            _post(signed_in(a_secretary()), f"{address}/survey/open", seen=seen, due_on="2026/12/10"),
            _post(signed_in(a_secretary()), f"{address}/withdraw", seen=seen, reason="重複のため"),
        ],
    )

    assert _statuses(answers) == [303, 409]


def test_two_who_raise_get_two_numbers(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    form = {"title": "通知の時期", "kind": "notice", "why": WHY}
    sends = [_post(signed_in(a_secretary()), f"/groups/{group.code}/raise", **form) for _ in range(2)]
    answers = _at_once(session, sends)

    assert sorted(str(answer.location) for answer in answers) == [
        "/differences/EDU-02-001",
        "/differences/EDU-02-002",
    ]


def test_t10_the_second_editor_finds_what_was_typed(session: Session, signed_in: SignedIn) -> None:
    proposal = a_proposal()
    address = f"/differences/{proposal.difference.number}/proposals/{proposal.number}/edit"
    titles = ("先の題名", "後の題名")
    sends = [
        _post(signed_in(a_secretary()), address, title=title, body=TEXT.body, outcome="unify", base="1")
        for title in titles
    ]
    answers = _at_once(session, sends)

    assert _statuses(answers) == [303, 409]
    lost = next(place for place, answer in enumerate(answers) if answer.status_code == 409)
    assert titles[lost] in answers[lost].text
    assert session.scalars(select(ProposalVersion.number).order_by(ProposalVersion.number)).all() == [1, 2]


def test_s11_two_last_signers_make_one_decision(session: Session, signed_in: SignedIn) -> None:
    signing = an_escalation_by_the_chair()
    sign_city(signing, 0)
    for place in (1, 2):
        sign_step(signing.step(place), signing.manager(place))
    sends = []
    for place in (1, 2):
        step = signing.step(place, 2)
        form = {"post_id": str(step.holders[0].post_id), "text_hash": signing.escalation.text_hash}
        browser = signed_in(signing.manager(place, DEPARTMENT))
        address = f"/sign-off/steps/{step.id}/sign"
        sends.append(_post(browser, address, meaning="approve", password=PASSWORD, **form))

    assert _statuses(_at_once(session, sends)) == [303, 303]
    assert len(session.scalars(select(Decision)).one().signoffs) == 6


def test_two_who_publish_leave_one_edition(session: Session, signed_in: SignedIn) -> None:
    a_quick_decision()
    seen = coming_build().content_hash
    sends = [
        _post(signed_in(a_secretary()), "/manual/coming", note="はじめての版です。", seen=seen)
        for _ in range(2)
    ]

    assert _statuses(_at_once(session, sends)) == [303, 409]
    assert session.scalars(select(Edition.number)).all() == [1]


def _at_once(session: Session, sends: Sequence[Send]) -> list[TestResponse]:
    """Send everything at the same moment; the session then reads what stands."""
    session.rollback()
    answers: dict[int, TestResponse] = {}
    start = threading.Barrier(len(sends))

    def run(place: int) -> None:
        start.wait(SECONDS)
        answers[place] = sends[place]()

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert verify_chain().whole
    return [answers[place] for place in range(len(sends))]


def _statuses(answers: Sequence[TestResponse]) -> list[int]:
    """The statuses, whoever came first."""
    return sorted(answer.status_code for answer in answers)


def _post(browser: FlaskClient, address: str, **form: str) -> Send:
    return partial(browser.post, address, data=form)


def _position(browser: FlaskClient, ballot: Ballot, kind: str, *, seen: str = "0", key: str = "form") -> Send:
    form = {"kind": kind, "reason": REASON, "seen": seen, "key": key, "confirmed": "1"}
    return _post(browser, f"/ballots/{ballot.round.id}/position", **form)


def _count(session: Session, kind: EventKind) -> int:
    return session.scalar(select(func.count(Event.id)).where(Event.kind == kind)) or 0
