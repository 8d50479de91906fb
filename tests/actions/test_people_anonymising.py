"""A4: anonymising keeps name and post on acts with legal effect, and takes the rest away."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.accounts import begin_attempt
from app.actions.accounts_links import invite
from app.actions.ballots import cast_position
from app.actions.caucus import add_caucus_entry
from app.actions.mail import Enclosure, Letter, queue_mail
from app.actions.notices import notify
from app.actions.people import PersonFields, change_person, close_account, reopen_account
from app.actions.people_anonymising import anonymise_person
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.models import (
    AccountToken,
    CaucusEntry,
    Comment,
    Event,
    MailEnclosure,
    Mention,
    Notice,
    OutgoingMail,
    PositionAct,
    SignInAttempt,
    User,
)
from app.policies.verdicts import Refused
from app.queries.accounts import user_by_email, user_of_session
from app.queries.audit import verify_chain
from app.queries.people import person_page
from app.transaction import transaction
from tests.builders.ballots import a_ballot
from tests.builders.council import a_city, a_manager, a_person, a_secretary
from tests.builders.discussion import a_comment
from tests.builders.signoff import with_password

NAME = "甲野 花子"


@pytest.fixture
def person(session: Session) -> User:
    """A representative with a name who voted, spoke, conferred and is called in; the account is closed."""
    ballot = a_ballot()
    secretary, voice = a_secretary(), with_password(ballot.voice(0))
    with transaction():
        voice.name = NAME
    with transaction():
        cast_position(ballot.round.id, voice, kind=PositionKind.OBJECT, reason="時期が早い。", seen=0)
    comment = a_comment(ballot.difference, voice)
    a_comment(ballot.difference, secretary, mentions=[voice.id])
    with transaction():
        add_caucus_entry(ballot.difference.number, voice, body="内々の話。")
    with transaction():
        begin_attempt(voice.email, "192.0.2.1")
    with transaction():
        invite(voice.id, secretary, lambda token: f"http://localhost/{token}")
        notify([voice], NoticeKind.REPLIED, subject=comment, by=secretary.printed)
        queue_mail("k", voice, Letter("招集通知", NAME, Enclosure("m.ics", "text/calendar", b"BEGIN")))
    with transaction():
        close_account(voice.id, secretary)
    return voice


def _anonymise(person: User, actor: User | None = None) -> None:
    actor = actor or a_secretary()
    with transaction():
        anonymise_person(person.id, actor)


def test_a4_acts_with_legal_effect_keep_name_and_post(person: User, session: Session) -> None:
    before = session.scalars(select(PositionAct.user_printed)).all()
    assert NAME in before[0]
    log = session.scalars(select(Event.actor_printed).order_by(Event.id)).all()
    _anonymise(person)

    assert session.scalars(select(PositionAct.user_printed)).all() == before
    assert session.scalars(select(Event.actor_printed).order_by(Event.id)).all()[: len(log)] == log
    assert verify_chain().whole


def test_a4_name_address_password_and_traces_go(person: User, session: Session) -> None:
    email, identity = person.email, person.get_id()
    _anonymise(person)
    session.expire_all()

    assert (person.name, person.password_hash, person.active) == ("", None, False)
    assert (person.email, user_by_email(email)) == (f"anonymised-{person.id}@invalid", None)
    assert user_of_session(identity) is None
    assert user_of_session(person.get_id()) is None
    for traces in (
        select(AccountToken.id).where(AccountToken.user_id == person.id),
        select(Notice.id).where(Notice.user_id == person.id),
        select(Mention.user_id).where(Mention.user_id == person.id),
        select(SignInAttempt.id).where(SignInAttempt.account == email),
        select(OutgoingMail.id).where(OutgoingMail.recipient == email),
        select(MailEnclosure.mail_id),
    ):
        assert session.scalars(traces).all() == []


def test_a4_under_comments_and_in_the_caucus_only_the_post_stays(person: User, session: Session) -> None:
    _anonymise(person)

    for column in (Comment.author_printed, CaucusEntry.author_printed):
        printed = session.scalars(select(column)).all()
        assert all(NAME not in name for name in printed)
        assert any("立川市" in name and "主任" in name for name in printed), printed


def test_a4_an_earlier_name_goes_as_well(person: User, session: Session) -> None:
    secretary = a_secretary()
    with transaction():
        reopen_account(person.id, secretary)
    for name in (NAME, "乙野 花子"):
        with transaction():
            change_person(person.id, secretary, PersonFields(person.email, person.post, "学務課", name))
    _anonymise(person, secretary)

    assert all("花子" not in name for name in session.scalars(select(Comment.author_printed)))


def test_a4_the_event_and_the_page_of_the_person_have_no_name(person: User, session: Session) -> None:
    secretary = a_secretary()
    _anonymise(person, secretary)
    event = session.scalars(select(Event).where(Event.kind == EventKind.PERSON_ANONYMISED)).one()
    page = person_page(secretary, person.id, event.at + timedelta(days=1))

    assert NAME not in str(event.after)
    assert [each.kind for each in page.events][:1] == [EventKind.PERSON_ANONYMISED]


def test_a4_whoever_still_holds_a_role_or_post_is_not_anonymised(session: Session) -> None:
    ballot = a_ballot()
    with pytest.raises(Refused) as refused:
        _anonymise(ballot.voice(0))
    assert refused.value.verdict.code == "still_holds"
    assert refused.value.verdict.params["held"] == (ballot.difference.group.code,)

    manager = a_manager(a_city("小金井市"))
    with pytest.raises(Refused) as refused:
        _anonymise(manager)
    assert refused.value.verdict.params["held"] == ("学務課長",)


def test_a4_nobody_anonymises_themselves_and_only_the_secretariat_does(session: Session) -> None:
    secretary, person = a_secretary(), a_person(a_city())
    for actor, target, code in (
        (secretary, secretary, "own_anonymity"),
        (person, secretary, "secretariat_only"),
    ):
        with pytest.raises(Refused) as refused:
            _anonymise(target, actor)
        assert refused.value.verdict.code == code


def test_a4_it_is_for_good(person: User, session: Session) -> None:
    secretary = a_secretary()
    _anonymise(person, secretary)
    for act in (
        lambda: anonymise_person(person.id, secretary),
        lambda: reopen_account(person.id, secretary),
        lambda: change_person(person.id, secretary, PersonFields("new@example.jp", "係長")),
    ):
        with pytest.raises(Refused) as refused, transaction():
            act()
        assert refused.value.verdict.code == "anonymised_already"


@pytest.mark.parametrize("change", [{"name": NAME}, {"active": True}, {"password_hash": "x"}])
def test_a4_the_database_keeps_the_anonymised_nameless_and_closed(
    person: User, session: Session, change: dict[str, object]
) -> None:
    _anonymise(person)
    session.rollback()
    with pytest.raises(IntegrityError, match="anonymised_is_closed"):
        session.execute(update(User).where(User.id == person.id).values(**change))
