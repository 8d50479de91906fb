"""How a difference ends without a decision, and how it comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.differences import (
    announce_no_difference,
    find_no_difference,
    hold,
    merge,
    restore,
    withdraw,
)
from app.clock import now, travel
from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.domain.discussion import CommentKind
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Comment, Difference, Event, Notice, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.differences import difference_named
from app.queries.todo import tasks_of
from app.transaction import transaction
from tests.builders.council import a_chair, a_group, a_member, a_representative, a_secretary
from tests.builders.differences import (
    a_difference,
    a_practice,
    a_proposing_difference,
    a_surveying_difference,
    all_practices,
    put_at,
)
from tests.builders.signoff import an_escalation, sign_city


def _concern(difference: Difference, author: User) -> Comment:
    with transaction():
        concern = Comment(
            difference_id=difference.id,
            kind=CommentKind.CONCERN,
            body="扱いは同じではない。",
            author_id=author.id,
            author_printed=author.printed,
            city_id=author.city_id,
            created_at=now(),
        )
        db.session.add(concern)
    return concern


def _announced(difference: Difference) -> User:
    secretary = a_secretary()
    with transaction():
        announce_no_difference(difference.number, secretary, reason="全市が同じ扱いのため")
    return secretary


def test_the_finding_is_announced_and_stands_after_the_days_set(session: Session) -> None:
    group = a_group()
    people = [a_representative(group, place.city) for place in group.cities]
    difference = a_proposing_difference(group)
    secretary = _announced(difference)

    assert difference.no_difference_until == end_of_day_tokyo(tokyo_date(now()) + timedelta(days=14))
    told = session.scalars(
        select(Notice.user_id).where(Notice.kind == NoticeKind.NO_DIFFERENCE_ANNOUNCED)
    ).all()
    assert set(told) == {person.id for person in people}
    with pytest.raises(Refused) as refused, transaction():
        find_no_difference(difference.number, secretary)
    assert refused.value.verdict.code == "objections_still_possible"

    travel(timedelta(days=15))
    with transaction():
        find_no_difference(difference.number, secretary)
    assert difference.stage is Stage.NO_DIFFERENCE
    assert difference.end_reason == "全市が同じ扱いのため"
    assert difference.no_difference_until is None


def test_no_finding_without_an_announcement(session: Session) -> None:
    difference, secretary = a_proposing_difference(), a_secretary()

    with pytest.raises(Refused) as refused, transaction():
        find_no_difference(difference.number, secretary)

    assert refused.value.verdict.code == "no_difference_not_announced"


def test_a_concern_of_a_city_is_an_objection_to_the_finding(session: Session) -> None:
    difference = a_proposing_difference()
    secretary = _announced(difference)
    _concern(difference, a_representative(difference.group, difference.group.cities[0].city))
    travel(timedelta(days=15))

    with pytest.raises(Refused) as refused, transaction():
        find_no_difference(difference.number, secretary)

    assert refused.value.verdict.code == "concerns_are_open"


def test_a_practice_stated_after_the_announcement_undoes_it(session: Session) -> None:
    difference = a_proposing_difference()
    _announced(difference)

    a_practice(difference, difference.group.cities[0].city, "来年度から郵送に変える。")

    assert (difference.no_difference_until, difference.no_difference_reason) == (None, "")


def test_a_finding_is_announced_once_and_only_when_every_city_answered(session: Session) -> None:
    difference, secretary = a_surveying_difference(), a_secretary()

    with pytest.raises(Refused) as refused, transaction():
        announce_no_difference(difference.number, secretary, reason="同じ扱い")
    all_practices(difference)
    _announced(difference)
    with pytest.raises(Refused) as again, transaction():
        announce_no_difference(difference.number, secretary, reason="同じ扱い")

    assert refused.value.verdict.code == "cities_have_not_answered"
    assert again.value.verdict.code == "no_difference_is_announced"


def test_l8_a_withdrawn_difference_stays_readable_with_its_reason(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()

    with transaction():
        withdraw(difference.number, secretary, reason="重複して起票したため")

    assert difference.stage is Stage.WITHDRAWN
    assert difference_named(difference.number, secretary).end_reason == "重複して起票したため"


def test_withdrawing_takes_a_hold_off(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()
    with transaction():
        hold(difference.number, secretary, reason="国の通知待ち", review_on=tokyo_date(now()))

    with transaction():
        withdraw(difference.number, secretary, reason="不要になったため")

    assert not difference.held


def test_who_raised_it_withdraws_and_restores_it_before_the_discussion_only(session: Session) -> None:
    group = a_group()
    home, neighbour = group.cities[0].city, group.cities[1].city
    author, colleague, chair = a_member(group, home), a_member(group, home), a_chair(group, neighbour)
    difference = a_difference(group, author)

    with pytest.raises(Refused) as refused, transaction():
        withdraw(difference.number, colleague, reason="不要")
    assert refused.value.verdict.code == "raiser_chair_or_secretariat_only"
    with transaction():
        withdraw(difference.number, author, reason="不要")
    with transaction():
        restore(difference.number, author, reason="やはり必要なため")
    _discussing(difference)
    with pytest.raises(Refused) as late, transaction():
        withdraw(difference.number, author, reason="不要")
    assert late.value.verdict.code == "raiser_before_discussing_only"
    assert late.value.verdict.ground is Ground.PERSON
    with transaction():
        withdraw(difference.number, chair, reason="座長の判断")
    assert difference.stage is Stage.WITHDRAWN


def _discussing(difference: Difference) -> None:
    put_at(difference, Stage.DISCUSSING)
    with transaction():
        difference.discussion_since = now()


def test_a_restored_difference_begins_again_with_what_the_cities_stated(session: Session) -> None:
    difference, secretary = a_proposing_difference(), a_secretary()
    with transaction():
        withdraw(difference.number, secretary, reason="不要になったため")

    with transaction():
        restore(difference.number, secretary, reason="必要と分かったため")

    assert difference.stage is Stage.RAISED
    assert (difference.end_reason, difference.survey_due_at, difference.discussion_since) == ("", None, None)
    assert len(difference.practices) == 3


def test_l9_a_merged_number_leads_to_the_other_and_its_texts_stay(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    losing, winning = a_surveying_difference(group), a_difference(group)
    a_practice(losing, group.cities[0].city, "郵送で行う。")

    with transaction():
        merge(losing.number, secretary, into="ｅｄｕ－０２－００２", reason="同じ内容のため")

    assert (losing.stage, losing.merged_into) == (Stage.MERGED, winning)
    assert losing.end_reason == "同じ内容のため"
    assert (len(losing.practices), len(winning.practices)) == (1, 0)
    assert winning.stage is Stage.RAISED
    event = session.scalars(select(Event).where(Event.kind == EventKind.DIFFERENCE_MERGED)).one()
    assert (event.difference_id, event.after["into"]) == (losing.id, winning.number)


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        (Stage.VOTING, "other_is_voting"),
        (Stage.WITHDRAWN, "other_has_ended"),
        (Stage.REJECTED, "other_has_ended"),
        (Stage.NO_DIFFERENCE, "other_has_ended"),
    ],
)
def test_l9_nothing_is_merged_into_a_difference_with_an_open_round_or_an_end(
    session: Session, stage: Stage, code: str
) -> None:
    group, secretary = a_group(), a_secretary()
    losing, other = a_difference(group), put_at(a_difference(group), stage)

    with pytest.raises(Invalid) as invalid, transaction():
        merge(losing.number, secretary, into=other.number, reason="同じ内容のため")

    assert (invalid.value.field, invalid.value.code) == ("into", code)
    assert losing.stage is Stage.RAISED


@pytest.mark.parametrize(
    ("into", "code"),
    [
        ("EDU-02-001", "merge_into_itself"),
        ("EDU-02-099", "no_such_difference"),
        ("就学", "no_such_difference"),
    ],
)
def test_a_merge_names_another_difference_that_exists(session: Session, into: str, code: str) -> None:
    difference, secretary = a_difference(), a_secretary()

    with pytest.raises(Invalid) as invalid, transaction():
        merge(difference.number, secretary, into=into, reason="同じ内容のため")

    assert (invalid.value.field, invalid.value.code) == ("into", code)


@pytest.mark.parametrize("act", [withdraw, announce_no_difference])
def test_an_end_needs_a_reason_in_words(session: Session, act: object) -> None:
    difference, secretary = a_proposing_difference(), a_secretary()

    with pytest.raises(Invalid) as invalid, transaction():
        act(difference.number, secretary, reason="　**　**")  # type: ignore[operator]

    assert (invalid.value.field, invalid.value.code) == ("reason", "reason_required")


def test_withdrawing_takes_a_matter_away_from_the_managers(session: Session) -> None:
    signing, secretary = an_escalation(), a_secretary()
    sign_city(signing, 0)
    manager = signing.manager(1)

    with transaction():
        withdraw(signing.difference.number, secretary, reason="国が方針を改めたため")

    escalation = signing.escalation
    assert (escalation.state, escalation.end_reason) == (SignoffState.DISMISSED, "国が方針を改めたため")
    assert signing.route(0).state is SignoffState.APPROVED, "what was signed stays readable"
    assert signing.route(1).state is SignoffState.DISMISSED
    assert tasks_of(manager, now()) == []
    with pytest.raises(Refused):
        sign_city(signing, 1)
