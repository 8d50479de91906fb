"""Opening a round: the readiness list, who may, and what is refused (L2, L4, B27, B29, B32, B41, B43)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import open_round
from app.actions.proposals import withdraw_proposal
from app.domain.calendar import end_of_day_tokyo
from app.domain.discussion import CommentKind
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Comment, Council, Difference, Event, GroupCity, Notice, Proposal, Round, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.ballots import readiness_of
from app.transaction import transaction
from tests.builders.ballots import OVERRIDE
from tests.builders.council import (
    a_chair,
    a_city,
    a_deputy,
    a_group,
    a_member,
    a_representative,
    a_secretary,
)
from tests.builders.proposals import a_difference_on_the_table, a_version

# The tests' Monday is 2026-11-23, a holiday: five working days later it is the 30th.
FIFTH_DAY = date(2026, 11, 30)


def test_a_round_opens_with_one_event_and_moves_the_difference(session: Session) -> None:
    difference = a_difference_on_the_table()
    chair = a_chair(difference.group, difference.group.cities[0].city)
    round = _open(difference, chair)

    assert (round.number, round.cycle, round.opened_by_printed) == (1, 1, chair.printed)
    assert round.difference.stage is Stage.VOTING
    event = session.scalars(select(Event).where(Event.kind == EventKind.ROUND_OPENED)).one()
    assert (event.before["stage"], event.after["stage"]) == ("discussing", "voting")
    assert event.after["text_hash"] == round.text_hash
    assert event.after["rule"] == round.rule.to_json()
    assert event.after["cities"] == ["132021", "132047", "132128"]


@pytest.mark.parametrize("who", [a_representative, a_deputy, a_member])
def test_only_chair_and_secretariat_open_a_round(session: Session, who: Callable[..., User]) -> None:
    difference = a_difference_on_the_table()
    person = who(difference.group, difference.group.cities[0].city)
    with pytest.raises(Refused) as refused:
        _open(difference, person)
    assert refused.value.verdict.ground is Ground.PERSON


def test_b36_everybody_who_must_act_is_told_at_opening_and_when_is_kept(session: Session) -> None:
    difference = a_difference_on_the_table()
    cities = [place.city for place in difference.group.cities]
    told = {
        a_representative(difference.group, cities[0]).id,
        a_deputy(difference.group, cities[1]).id,
        a_chair(difference.group, cities[2]).id,
    }
    a_member(difference.group, cities[0])
    round = _open(difference)

    notices = session.scalars(select(Notice).where(Notice.kind == NoticeKind.ROUND_OPENED)).all()
    assert {notice.user_id for notice in notices} == told
    assert [entry.notified_at for entry in round.electorate] == [clock.now(), clock.now(), None]


def test_b15_the_opening_form_sent_twice_opens_once(session: Session) -> None:
    difference = a_difference_on_the_table()
    secretary = a_secretary()
    first = _open(difference, secretary, key="form-1", seen=difference.stage_serial)
    again = _open(difference, secretary, key="form-1", seen=difference.stage_serial)
    assert again.id == first.id
    assert len(session.scalars(select(Round)).all()) == 1


def test_l2_a_text_saved_after_the_form_was_made_is_not_put_to_the_vote(session: Session) -> None:
    difference = a_difference_on_the_table()
    seen = difference.stage_serial
    a_version(session.scalars(select(Proposal)).one(), body="まったく別の案")
    with pytest.raises(Refused) as refused:
        _open(difference, seen=seen)
    assert refused.value.verdict.code == "stale"


def test_b43_no_second_round_opens_while_one_is_open(session: Session) -> None:
    difference = a_difference_on_the_table()
    _open(difference)
    with pytest.raises(Refused) as refused:
        _open(difference)
    assert (refused.value.verdict.ground, refused.value.verdict.code) == (Ground.TIME, "not_at_this_stage")


def test_without_a_proposal_on_the_table_there_is_nothing_to_vote_on(session: Session) -> None:
    difference = a_difference_on_the_table()
    secretary = a_secretary()
    with transaction():
        withdraw_proposal(session.scalars(select(Proposal.id)).one(), secretary)
    with pytest.raises(Refused) as refused:
        _open(difference)
    assert refused.value.verdict.code == "no_proposal_on_table"


def test_without_a_member_city_nobody_votes(session: Session) -> None:
    difference = a_difference_on_the_table()
    with transaction():
        for place in difference.group.cities:
            place.until = clock.now()
    with pytest.raises(Refused) as refused:
        _open(difference)
    assert refused.value.verdict.code == "no_city_votes"


def test_l4_a_clean_list_opens_without_a_word(session: Session) -> None:
    difference = a_difference_on_the_table()
    assert _unmet(difference) == []
    assert _open(difference, overrides={"concerns": OVERRIDE}).overrides == {}


def test_l4_an_open_concern_stands_in_the_way_until_it_is_overridden_with_a_reason(session: Session) -> None:
    difference = a_difference_on_the_table()
    _a_concern(difference)
    assert _unmet(difference) == ["concerns"]
    for reason in (None, "", "　", "***"):
        with pytest.raises(Invalid) as invalid:
            _open(difference, overrides={"concerns": reason} if reason is not None else None)
        assert invalid.value.field == "override_concerns"
    assert session.scalars(select(Round)).all() == []

    round = _open(difference, overrides={"concerns": OVERRIDE})
    assert round.overrides == {"concerns": OVERRIDE}
    event = session.scalars(select(Event).where(Event.kind == EventKind.ROUND_OPENED)).one()
    assert event.after["overrides"] == {"concerns": OVERRIDE}


def test_l4_a_resolved_concern_is_met(session: Session) -> None:
    difference = a_difference_on_the_table()
    concern = _a_concern(difference)
    with transaction():
        concern.resolved_at, concern.resolved_by_id = clock.now(), concern.author_id
    assert _unmet(difference) == []


def test_l4_each_city_must_have_stated_its_practice(session: Session) -> None:
    difference = a_difference_on_the_table()
    newcomer = a_city("小金井市")
    with transaction():
        difference.group.cities.append(GroupCity(city=newcomer, since=clock.now()))
    assert _unmet(difference) == ["practices"]
    assert _items(difference)["practices"].params["cities"] == [newcomer.id]


def test_l4_the_days_of_discussion_are_counted_in_tokyo(session: Session) -> None:
    difference = a_difference_on_the_table()
    _settings(session, min_discussion_days=7)
    assert _unmet(difference) == ["discussion_days"]
    clock.travel(timedelta(days=7) - timedelta(hours=9))  # the seventh day has just begun in Tokyo
    assert _unmet(difference) == []


def test_l4_another_text_that_names_this_difference_is_answered_by_naming_it(session: Session) -> None:
    difference = a_difference_on_the_table()
    proposal = session.scalars(select(Proposal)).one()
    other = a_difference_on_the_table(difference.group, body=f"{difference.number} と一体で定める。")
    assert _unmet(other) == []
    assert _unmet(difference) == ["overlaps"]
    assert _items(difference)["overlaps"].params["overlaps"] == [other.id]

    a_version(proposal, body=f"{other.number} とは別に定める。")
    assert _unmet(difference) == []


def test_b27_a_day_means_its_end_in_tokyo_by_default_the_councils_working_days(session: Session) -> None:
    group = a_group()
    assert _open(a_difference_on_the_table(group)).closes_at == end_of_day_tokyo(FIFTH_DAY)
    saturday = date(2026, 12, 5)
    assert _open(a_difference_on_the_table(group), closes_on=saturday).closes_at.isoformat() == (
        "2026-12-05T15:00:00+00:00"
    )


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 22), "deadline_is_past"),
        (date(2026, 11, 25), "deadline_too_early"),
        (date(2150, 4, 1), "day_is_unknown"),
    ],
)
def test_b29_a_deadline_past_or_under_the_minimum_is_refused(session: Session, day: date, code: str) -> None:
    difference = a_difference_on_the_table()
    _settings(session, min_ballot_working_days=3)
    with pytest.raises(Invalid) as invalid:
        _open(difference, closes_on=day)
    assert (invalid.value.field, invalid.value.code) == ("closes_on", code)
    if code == "deadline_too_early":
        assert invalid.value.params == {"day": date(2026, 11, 26)}
        assert _open(difference, closes_on=date(2026, 11, 26)).closes_at == end_of_day_tokyo(
            date(2026, 11, 26)
        )


def _open(difference: Difference, actor: User | None = None, **how: Any) -> Round:
    actor = actor or a_secretary()
    with transaction():
        return open_round(difference.number, actor, **how)


def _a_concern(difference: Difference) -> Comment:
    author = a_secretary()
    with transaction():
        concern = Comment(
            difference_id=difference.id,
            kind=CommentKind.CONCERN,
            body="転入者の扱いが決まっていない。",
            author_id=author.id,
            author_printed=author.printed,
            created_at=clock.now(),
        )
        db.session.add(concern)
    return concern


def _settings(session: Session, **settings: Any) -> None:
    with transaction():
        council = session.scalars(select(Council)).one()
        for name, value in settings.items():
            setattr(council, name, value)


def _items(difference: Difference) -> dict[str, Any]:
    db.session.rollback()
    proposal = db.session.scalars(
        select(Proposal).where(Proposal.difference_id == difference.id, Proposal.on_table)
    ).one()
    return {item.code.value: item for item in readiness_of(difference, proposal.current, clock.now())}


def _unmet(difference: Difference) -> list[str]:
    return [code for code, item in _items(difference).items() if not item.met]
