"""Inquiries: asked once, told to those who lead the group, open again with a further question, closed for good."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.inquiries import close_inquiry
from app.actions.people import close_account
from app.actions.people_anonymising import anonymise_person
from app.clock import now
from app.domain.events import EventKind
from app.domain.inquiries import InquiryState
from app.domain.notices import NoticeKind
from app.models import Decision, Event, Inquiry, InquiryReply, Notice, User
from app.policies.verdicts import Invalid, NotFound, Refused
from app.transaction import transaction
from tests.builders.council import (
    a_chair,
    a_domain,
    a_group,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
)
from tests.builders.decided import a_quick_decision
from tests.builders.inquiries import QUESTION, a_reply, an_inquiry
from tests.builders.manual import an_edition


@pytest.fixture
def decision(session: Session) -> Decision:
    """A decision that stands in the first edition."""
    made = a_quick_decision()
    an_edition()
    return made


def test_a_question_is_told_to_chair_and_representatives_and_the_answer_to_the_asker(
    session: Session, decision: Decision
) -> None:
    group, cities = decision.group, [place.city for place in decision.group.cities]
    chair, voice = a_chair(group, cities[0]), a_representative(group, cities[1])
    member, asker = a_member(group, cities[1]), a_person(cities[2])
    inquiry = an_inquiry(decision, asker)
    assert _told(session, NoticeKind.INQUIRY_ASKED) == {chair.id, voice.id}

    a_reply(inquiry, member)
    assert inquiry.state is InquiryState.ANSWERED
    assert _told(session, NoticeKind.INQUIRY_ANSWERED) == {asker.id}

    a_reply(inquiry, asker, "祝日の場合も同じですか。")
    assert inquiry.state is InquiryState.OPEN
    assert _told(session, NoticeKind.INQUIRY_ASKED) == {chair.id, voice.id, member.id}


def test_l7_each_act_leaves_one_event_of_the_group_without_the_words(
    session: Session, decision: Decision
) -> None:
    asker = a_person(decision.group.cities[0].city)
    inquiry = an_inquiry(decision, asker)
    a_reply(inquiry, a_secretary())
    with transaction():
        close_inquiry(inquiry.id, asker)
    events = session.scalars(select(Event).where(Event.subject_type == "inquiries").order_by(Event.id)).all()

    assert [event.kind for event in events] == [
        EventKind.INQUIRY_ASKED,
        EventKind.INQUIRY_ANSWERED,
        EventKind.INQUIRY_CLOSED,
    ]
    assert {event.group_id for event in events} == {decision.group_id}
    assert all(QUESTION not in str(event.after) for event in events)


def test_b15_a_form_sent_twice_asks_and_answers_once(session: Session, decision: Decision) -> None:
    asker = a_person(decision.group.cities[0].city)
    first, second = (an_inquiry(decision, asker, key="a") for _ in range(2))
    for _ in range(2):
        a_reply(first, a_secretary(), key="b")

    assert first.id == second.id
    assert len(session.scalars(select(InquiryReply)).all()) == 1


def test_nothing_is_asked_without_words_or_about_what_one_may_not_read(
    session: Session, decision: Decision
) -> None:
    stranger = a_partner(a_group([], code="TAX-01", domain=a_domain("TAX", "税")))
    with pytest.raises(NotFound):
        an_inquiry(decision, stranger)
    with pytest.raises(Invalid) as invalid:
        an_inquiry(decision, a_secretary(), "　")

    assert invalid.value.code == "needs_words"
    assert session.scalars(select(Inquiry)).all() == []


def test_a_closed_inquiry_is_answered_no_more(session: Session, decision: Decision) -> None:
    asker = a_person(decision.group.cities[0].city)
    inquiry, secretary = an_inquiry(decision, asker), a_secretary()
    with transaction():
        close_inquiry(inquiry.id, secretary)
    with pytest.raises(Refused) as refused:
        a_reply(inquiry, asker)

    assert (refused.value.verdict.code, inquiry.state) == ("inquiry_is_closed", InquiryState.CLOSED)


def test_a4_the_name_under_an_inquiry_goes_with_the_person_and_the_post_stays(
    session: Session, decision: Decision
) -> None:
    asker, secretary = a_person(decision.group.cities[0].city), a_secretary()
    with transaction():
        session.get_one(User, asker.id).name = "甲野 花子"
    inquiry = an_inquiry(decision, asker)
    a_reply(inquiry, asker, "祝日の場合も同じですか。")
    assert "花子" in inquiry.asker_printed
    with transaction():
        close_account(asker.id, secretary)
    with transaction():
        anonymise_person(asker.id, secretary)
    session.expire_all()

    printed = [inquiry.asker_printed, *session.scalars(select(InquiryReply.author_printed))]
    assert all("花子" not in name and asker.post in name for name in printed)


def test_the_database_refuses_an_inquiry_without_words_or_closed_by_nobody(
    session: Session, decision: Decision
) -> None:
    inquiry = an_inquiry(decision, a_secretary())
    a_reply(inquiry, a_secretary())
    for statement, name in (
        (update(InquiryReply).values(body=" "), "ck_inquiry_replies_body"),
        (update(Inquiry).values(body=" "), "ck_inquiries_body"),
        (update(Inquiry).values(closed_at=now()), "ck_inquiries_closed_by_someone"),
    ):
        with pytest.raises(IntegrityError, match=name):
            session.execute(statement)
        session.rollback()


def _told(session: Session, kind: NoticeKind) -> set[int]:
    return set(session.scalars(select(Notice.user_id).where(Notice.kind == kind)))
