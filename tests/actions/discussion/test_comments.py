"""Commenting: who may, when, what it is about, who is told."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.differences import hold, merge, withdraw
from app.actions.discussion import add_comment
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.discussion import CommentKind, handles
from app.domain.events import EventKind
from app.domain.markdown import headings
from app.domain.notices import NoticeKind
from app.domain.roles import MembershipKind
from app.domain.workflow import Stage
from app.models import Attachment, Comment, Event, Notice, User
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.transaction import transaction
from tests.builders.ballots import a_ballot, a_closed_round
from tests.builders.council import (
    a_chair,
    a_city,
    a_group,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
    an_observer,
    three_cities,
)
from tests.builders.differences import a_difference
from tests.builders.discussion import a_comment, a_concern, a_file, a_reply
from tests.builders.proposals import a_difference_on_the_table, a_proposal, a_version


def test_a_comment_is_kept_with_its_author_as_printed_and_leaves_one_event(session: Session) -> None:
    difference = a_difference()
    author = a_representative(difference.group, difference.group.cities[0].city)
    comment = a_comment(difference, author, "確認　したい。\r\n", files=[a_file()])

    assert (comment.body, comment.author_printed, comment.city_id) == (
        "確認　したい。",
        "立川市 学務課 主任",
        author.city_id,
    )
    assert [file.filename for file in session.scalars(select(Attachment))] == ["様式第1号.pdf"]
    (event,) = _events(session, EventKind.COMMENT_ADDED)
    assert (event.subject_type, event.subject_id, event.difference_id) == (
        "comments",
        comment.id,
        difference.id,
    )
    assert event.after["kind"] == "comment"
    assert [set(file) for file in event.after["files"]] == [{"sha256"}]  # a name may have to be redacted (A5)
    assert "確認" not in str(event.after)


def test_everybody_with_a_role_in_the_group_and_the_secretariat_comment(session: Session) -> None:
    koganei = a_city("小金井市", MembershipKind.ASSOCIATE)
    group = a_group([*three_cities(), koganei])
    difference = a_difference(group)
    city = group.cities[0].city
    people = [
        a_representative(group, city), a_member(group, city), a_chair(group, city), an_observer(group, city),
        an_observer(group), a_partner(group), a_member(group, koganei), a_secretary(),
    ]  # fmt: skip
    for person in people:
        a_comment(difference, person)

    assert session.scalar(select(func.count(Comment.id))) == len(people)


def test_nobody_without_a_role_in_the_group_comments(session: Session) -> None:
    difference = a_difference()
    other = a_group([], "EDU-03")
    for person in (a_person(difference.group.cities[0].city), a_partner(other), a_partner()):
        with pytest.raises(Refused) as refused:
            a_comment(difference, person)
        assert refused.value.verdict.ground is Ground.PERSON


def test_a_held_difference_takes_comments_of_every_kind(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()
    with transaction():
        hold(difference.number, secretary, reason="国の通知を待つ", review_on=tokyo_date(now()))

    for kind in CommentKind:
        a_comment(difference, secretary, kind=kind)


def test_l8_what_has_ended_stays_readable_and_takes_no_comment(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    withdrawn, merged, into = (a_difference(group, secretary) for _ in range(3))
    with transaction():
        withdraw(withdrawn.number, secretary, reason="重複のため")
    with transaction():
        merge(merged.number, secretary, into=into.number, reason="同じ論点のため")

    for difference in (withdrawn, merged):
        with pytest.raises(Refused) as refused:
            a_comment(difference, secretary)
        assert refused.value.verdict.code == "difference_has_ended"


def test_a_decided_difference_is_still_asked_about_but_concerns_come_before_a_ballot(
    session: Session,
) -> None:
    difference = a_closed_round().difference
    assert difference.stage is Stage.DECIDED
    reader = a_member(difference.group, difference.group.cities[0].city)
    a_comment(difference, reader, kind=CommentKind.QUESTION)

    with pytest.raises(Refused) as refused:
        a_concern(difference, reader)
    assert refused.value.verdict.code == "concerns_before_voting_only"


def test_no_concern_is_raised_while_a_ballot_is_open(session: Session) -> None:
    ballot = a_ballot()
    a_comment(ballot.difference, ballot.voice(0))

    with pytest.raises(Refused) as refused:
        a_concern(ballot.difference, ballot.voice(0))
    assert refused.value.verdict.ground is Ground.TIME


@pytest.mark.parametrize("body", ["", " 　\n", "**  **", "。、！"])
def test_a_comment_says_something(session: Session, body: str) -> None:
    with pytest.raises(Invalid) as invalid:
        a_comment(a_difference(), body=body)

    assert (invalid.value.field, invalid.value.code) == ("body", "needs_words")


def test_a_thread_stands_at_a_heading_of_the_present_version(session: Session) -> None:
    difference = a_difference_on_the_table()
    proposal = a_proposal(difference)
    anchor = headings(proposal.current.body)[0].anchor
    at_heading = a_comment(difference, proposal_id=proposal.id, anchor=anchor)
    on_whole = a_comment(difference, proposal_id=proposal.id, anchor=None)
    reply = a_reply(at_heading)

    assert (at_heading.proposal_id, at_heading.anchor) == (proposal.id, anchor)
    assert (on_whole.proposal_id, on_whole.anchor) == (proposal.id, "")
    assert (reply.proposal_id, reply.anchor) == (proposal.id, anchor)

    a_version(proposal, body="## 別の見出し\n\n本文。")
    with pytest.raises(Invalid) as invalid:
        a_comment(difference, proposal_id=proposal.id, anchor=anchor)
    assert invalid.value.code == "heading_is_gone"
    assert a_reply(at_heading).anchor == anchor


def test_a_thread_cannot_stand_at_another_differences_proposal_or_comment(session: Session) -> None:
    difference = a_difference_on_the_table()
    other = a_difference(difference.group)
    proposal, comment = a_proposal(difference), a_comment(difference)

    with pytest.raises(NotFound):
        a_comment(other, proposal_id=proposal.id, anchor="")
    with pytest.raises(NotFound):
        a_comment(other, parent_id=comment.id)


def test_replies_are_one_level_deep_and_a_concern_is_no_reply(session: Session) -> None:
    difference = a_difference()
    thread = a_comment(difference)
    reply = a_reply(thread)

    with pytest.raises(Invalid) as deeper:
        a_reply(reply)
    with pytest.raises(Invalid) as concern:
        a_concern(difference, parent_id=thread.id)

    assert (deeper.value.code, concern.value.code) == ("reply_to_a_reply", "concern_is_a_thread")


def test_b15_a_form_sent_twice_adds_one_comment_and_one_notice(session: Session) -> None:
    difference, author = a_difference(), a_secretary()
    called = a_member(difference.group, difference.group.cities[0].city)
    made = [
        a_comment(difference, author, mentions=[called.id], key="form", files=[a_file()]) for _ in range(2)
    ]

    assert made[0].id == made[1].id
    assert len(_events(session, EventKind.COMMENT_ADDED)) == 1
    assert _told(session, NoticeKind.MENTIONED) == [called.id]
    assert session.scalar(select(func.count(Attachment.id))) == 1


def test_people_are_called_in_by_choice_and_in_the_text_and_only_from_the_group(session: Session) -> None:
    difference = a_difference()
    chosen, named = (a_member(difference.group, place.city) for place in difference.group.cities[:2])
    handle = handles({named.id: named.printed})[named.id]
    comment = a_comment(difference, body=f"@{handle} いかがですか。", mentions=[chosen.id])

    assert sorted(mention.user_id for mention in comment.mentions) == sorted([chosen.id, named.id])
    stranger = a_person(difference.group.cities[0].city)
    with pytest.raises(Invalid) as invalid:
        a_comment(difference, mentions=[stranger.id])
    assert (invalid.value.field, invalid.value.code) == ("mentions", "only_people_of_the_group")


def test_each_person_is_told_once_and_nobody_about_the_own_comment(session: Session) -> None:
    difference = a_difference()
    city = difference.group.cities[0].city
    asker, chair = a_representative(difference.group, city), a_chair(difference.group, city)
    concern = a_concern(difference, asker, mentions=[chair.id])
    a_reply(concern, chair)
    a_reply(concern, asker)

    assert _told(session, NoticeKind.MENTIONED) == [chair.id]
    assert _told(session, NoticeKind.CONCERN_RAISED) == []
    assert _told(session, NoticeKind.REPLIED) == [asker.id]


def test_a_concern_is_told_to_the_chair_and_the_representatives(session: Session) -> None:
    difference = a_difference()
    first, second = (place.city for place in difference.group.cities[:2])
    chair, voice = a_chair(difference.group, first), a_representative(difference.group, second)
    a_member(difference.group, second)
    a_concern(difference, a_partner(difference.group))

    assert _told(session, NoticeKind.CONCERN_RAISED) == [chair.id, voice.id]


def test_b5_a_person_whose_role_ended_comments_no_more(session: Session) -> None:
    difference = a_difference()
    member = a_member(difference.group, difference.group.cities[0].city)
    with transaction():
        session.get_one(User, member.id).roles[0].until = now()

    with pytest.raises(Refused), transaction():
        add_comment(difference.number, member, body="まだ書けるか。")


def _events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def _told(session: Session, kind: NoticeKind) -> list[int]:
    return list(session.scalars(select(Notice.user_id).where(Notice.kind == kind).order_by(Notice.user_id)))
