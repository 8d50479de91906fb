"""Concerns: who settles one and opens it again, what history keeps, and marks for the minutes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.differences import hold, withdraw
from app.actions.discussion import mark_for_minutes, reopen_concern, resolve_concern
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.discussion import CommentKind
from app.domain.events import EventKind
from app.models import Comment, Event, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.differences.concerns import open_concerns
from app.transaction import transaction
from tests.builders.ballots import a_ballot, cast_letters, run_out
from tests.builders.council import (
    a_chair,
    a_deputy,
    a_group,
    a_member,
    a_partner,
    a_representative,
    a_secretary,
    an_observer,
)
from tests.builders.differences import a_difference
from tests.builders.discussion import a_comment, a_concern, a_settled_concern

WHY = "施行日を改めた。"


def test_a_concern_is_settled_with_words_and_one_event(session: Session) -> None:
    difference, author = a_difference(), a_secretary()
    concern = a_concern(difference, author)
    assert open_concerns(difference) == 1
    _resolve(concern, author)

    assert open_concerns(difference) == 0
    assert (concern.resolution, concern.resolved_by_printed) == (WHY, author.printed)
    event = session.scalars(select(Event).where(Event.kind == EventKind.CONCERN_RESOLVED)).one()
    assert (event.subject_id, event.after) == (concern.id, {"resolution": WHY, "round": None})


def test_a_citys_concern_is_settled_by_its_author_or_who_speaks_for_that_city(session: Session) -> None:
    group = a_group()
    mine, other = group.cities[0].city, group.cities[1].city
    difference, author = a_difference(group), a_member(group, mine)
    may = [author, a_representative(group, mine), a_deputy(group, mine)]
    may_not = [
        a_member(group, mine), an_observer(group, mine), a_representative(group, other), a_chair(group, other),
        a_secretary(), a_partner(group),
    ]  # fmt: skip
    concern = a_concern(difference, author)

    for person in may_not:
        assert _refusal(concern, person) == (Ground.PERSON, "raiser_of_concern_only")
    for person in may:
        _resolve(concern, person)
        _reopen(concern, person)


def test_a_partners_concern_is_settled_by_that_partner_alone(session: Session) -> None:
    group = a_group()
    partner, colleague = a_partner(group), a_partner(group)
    concern = a_concern(a_difference(group), partner)

    assert _refusal(concern, colleague)[0] is Ground.PERSON
    assert _refusal(concern, a_secretary())[0] is Ground.PERSON
    _resolve(concern, partner)


def test_a_concern_of_the_secretariat_is_settled_by_any_of_its_people(session: Session) -> None:
    concern = a_concern(a_difference(), a_secretary())

    _resolve(concern, a_secretary())

    assert concern.resolved_at == now()


def test_b23_an_objection_is_cleared_only_by_who_speaks_for_the_objecting_city(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "oaa")
    run_out(ballot.round)
    concern = session.scalars(select(Comment)).one()
    assert (concern.kind, concern.round_id, concern.city_id) == (
        CommentKind.CONCERN,
        ballot.round.id,
        ballot.cities[0].id,
    )

    others = [ballot.voice(1), ballot.secretary, a_chair(ballot.group, ballot.cities[0])]
    for person in [*others, a_member(ballot.group, ballot.cities[0])]:
        assert _refusal(concern, person) == (Ground.PERSON, "objecting_city_only")
    _resolve(concern, a_deputy(ballot.group, ballot.cities[0]))
    assert concern.resolved_at is not None


def test_b23_the_person_who_objected_clears_nothing_after_losing_the_citys_voice(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "oaa")
    run_out(ballot.round)
    concern = session.scalars(select(Comment)).one()
    with transaction():
        session.get_one(User, ballot.voice(0).id).roles[0].until = now()

    assert _refusal(concern, ballot.voice(0)) == (Ground.PERSON, "objecting_city_only")


def test_settling_needs_words(session: Session) -> None:
    author = a_secretary()
    concern = a_concern(a_difference(), author)
    for words in ("", "　 ", "***"):
        with pytest.raises(Invalid) as invalid, transaction():
            resolve_concern(concern.id, author, resolution=words)
        assert (invalid.value.field, invalid.value.code) == ("resolution", "reason_required")


def test_only_concerns_are_settled_and_only_once(session: Session) -> None:
    difference, author = a_difference(), a_secretary()
    settled = a_settled_concern(difference, author)

    assert _refusal(a_comment(difference, author), author) == (Ground.TIME, "only_concerns_are_resolved")
    assert _refusal(settled, author) == (Ground.TIME, "concern_is_resolved")


def test_reopening_keeps_in_history_what_had_settled_it(session: Session) -> None:
    difference, author = a_difference(), a_secretary()
    concern = a_settled_concern(difference, author)
    before = concern.resolution
    _reopen(concern, author, "回答のとおりに改められていない。")

    assert open_concerns(difference) == 1
    assert (concern.resolution, concern.resolved_at, concern.resolved_by_id) == ("", None, None)
    event = session.scalars(select(Event).where(Event.kind == EventKind.CONCERN_REOPENED)).one()
    assert event.before == {"resolution": before, "by": author.printed}
    assert event.after == {"reason": "回答のとおりに改められていない。"}


def test_a_concern_is_not_reopened_during_or_after_a_ballot(session: Session) -> None:
    ballot = a_ballot()
    author = ballot.secretary
    with transaction():
        concern = Comment(
            difference=ballot.difference, kind=CommentKind.CONCERN, body="懸念", author=author,
            author_printed=author.printed, created_at=now(), resolved_at=now(), resolved_by_id=author.id,
        )  # fmt: skip
        session.add(concern)

    with pytest.raises(Refused) as refused:
        _reopen(concern, author)
    assert refused.value.verdict.code == "concerns_before_voting_only"


def test_a_held_difference_takes_comments_and_nothing_else(session: Session) -> None:
    difference, author = a_difference(), a_secretary()
    concern, settled = a_concern(difference, author), a_settled_concern(difference, author)
    with transaction():
        hold(difference.number, author, reason="国の通知を待つ", review_on=tokyo_date(now()))

    assert _refusal(concern, author) == (Ground.TIME, "held")
    with pytest.raises(Refused):
        _reopen(settled, author)
    with pytest.raises(Refused) as refused, transaction():
        mark_for_minutes(concern.id, author)
    assert refused.value.verdict.code == "held"


def test_what_has_ended_settles_nothing(session: Session) -> None:
    difference, author = a_difference(), a_secretary()
    concern = a_concern(difference, author)
    with transaction():
        withdraw(difference.number, author, reason="重複のため")

    assert _refusal(concern, author) == (Ground.TIME, "difference_has_ended")


def test_m9_the_chair_and_the_secretariat_mark_for_the_minutes_and_no_change_leaves_no_trace(
    session: Session,
) -> None:
    difference = a_difference()
    city = difference.group.cities[0].city
    comment = a_comment(difference)
    for person, marked in (
        (a_chair(difference.group, city), True),
        (a_secretary(), True),
        (a_secretary(), False),
    ):
        with transaction():
            mark_for_minutes(comment.id, person, marked=marked)

    events = session.scalars(select(Event).where(Event.kind == EventKind.COMMENT_MARKED).order_by(Event.id))
    assert [event.after["for_minutes"] for event in events] == [True, False]
    representative = a_representative(difference.group, city)
    with pytest.raises(Refused), transaction():
        mark_for_minutes(comment.id, representative)


def _resolve(concern: Comment, person: User) -> None:
    with transaction():
        resolve_concern(concern.id, person, resolution=WHY)


def _reopen(concern: Comment, person: User, reason: str = "解決していない。") -> None:
    with transaction():
        reopen_concern(concern.id, person, reason=reason)


def _refusal(concern: Comment, person: User) -> tuple[Ground | None, str]:
    with pytest.raises(Refused) as refused:
        _resolve(concern, person)
    return refused.value.verdict.ground, refused.value.verdict.code
