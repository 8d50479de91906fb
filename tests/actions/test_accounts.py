"""Accounts: passwords, throttling, single-use links, signing out everywhere (A2)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.actions import accounts, accounts_links
from app.domain.accounts import FAILURES_PER_ACCOUNT, FAILURES_PER_ADDRESS, LINK_LIFETIME, TokenPurpose
from app.domain.events import EventKind
from app.domain.passwords import hash_password, matches
from app.models import AccountToken, Event, SignInAttempt, User
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.queries.accounts import user_of_session, user_with_password
from app.transaction import transaction
from tests.builders.accounts import BASE, PASSWORD, a_link, a_person_with_password, mails
from tests.builders.council import a_city, a_person, a_secretary

NEW = "a quite different phrase"


def _fail(times: int, email: str = "who@example.jp", address: str = "192.0.2.1") -> None:
    for _ in range(times):
        with transaction():
            accounts.begin_attempt(email, address)


def _kinds(session: Session) -> list[EventKind]:
    return list(session.scalars(select(Event.kind).order_by(Event.id)))


def test_a_password_is_kept_as_argon2_and_full_width_letters_count_as_half_width() -> None:
    kept = hash_password("ｐａｓｓｗｏｒｄ　２０２６")

    assert kept.startswith("$argon2id$")
    assert matches(kept, "password 2026")
    assert not matches(kept, "password 2027")
    assert not matches(None, "the password of nobody")
    assert not matches("no hash", "password 2026")


def test_address_and_password_name_an_active_person(session: Session) -> None:
    person = a_person_with_password(email="reception@example.jp")
    closed = a_person_with_password(active=False)

    assert user_with_password(" Reception@Example.JP ", PASSWORD) == person
    assert user_with_password(person.email, "something else") is None
    assert user_with_password("nobody@example.jp", PASSWORD) is None
    assert user_with_password(closed.email, PASSWORD) is None
    assert user_with_password(a_person().email, "") is None


def test_the_account_waits_after_too_many_failures_whoever_it_is(session: Session) -> None:
    person = a_person_with_password()
    for email in (person.email, "nobody@example.jp"):
        _fail(FAILURES_PER_ACCOUNT, email, "192.0.2.1")
        with pytest.raises(Refused) as refusal, transaction():
            accounts.begin_attempt(email.upper(), "198.51.100.7")

        assert refusal.value.verdict.ground is Ground.TIME
        assert refusal.value.verdict.params["until"] == clock.now() + timedelta(minutes=15)

    clock.travel(timedelta(minutes=15))
    _fail(1, person.email)


def test_the_network_address_waits_after_too_many_failures(session: Session) -> None:
    for number in range(FAILURES_PER_ADDRESS):
        _fail(1, f"person{number}@example.jp", "192.0.2.1")

    with pytest.raises(Refused), transaction():
        accounts.begin_attempt("other@example.jp", "192.0.2.1")
    _fail(1, "other@example.jp", "192.0.2.2")


def test_signing_in_forgets_the_failures_and_old_ones_are_not_kept(session: Session) -> None:
    person = a_person_with_password()
    _fail(1, "long.ago@example.jp")
    clock.travel(timedelta(minutes=16))
    _fail(FAILURES_PER_ACCOUNT, person.email)

    with transaction():
        accounts.complete_sign_in(person.id, PASSWORD)

    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_a_new_password_ends_every_session_and_every_link(session: Session) -> None:
    person = a_person_with_password()
    token = a_link(person)
    identity = person.get_id()

    with transaction():
        accounts.change_password(person, NEW)

    assert user_of_session(identity) is None
    assert user_with_password(person.email, NEW) == person
    with pytest.raises(Refused), transaction():
        accounts.set_password_by_link(token, NEW)
    assert _kinds(session)[-1] is EventKind.PASSWORD_CHANGED


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short words", "password_too_short"),
        ("1234567890①", "password_too_short"),
        ("x" * 201, "password_too_long"),
        ("aaaaaaaaaaaabbb", "password_too_plain"),
        ("Gakumu.Tachikawa@Example.JP", "password_is_email"),
        ("ｇａｋｕｍｕ.tachikawa@example.jp", "password_is_email"),
    ],
)
def test_a_weak_password_is_refused(session: Session, password: str, code: str) -> None:
    person = a_person_with_password(email="gakumu.tachikawa@example.jp")

    with pytest.raises(Invalid) as refusal, transaction():
        accounts.change_password(person, password)

    assert (refusal.value.field, refusal.value.code) == ("new_password", code)


def test_a2_signing_out_everywhere_ends_sessions_at_the_next_request(session: Session) -> None:
    person = a_person()
    identity = person.get_id()
    assert user_of_session(identity) == person

    with transaction():
        accounts.sign_out_everywhere(person)

    assert user_of_session(identity) is None
    assert user_of_session(person.get_id()) == person
    assert _kinds(session) == [EventKind.SIGNED_OUT_EVERYWHERE]


def test_only_the_hash_of_a_link_is_kept_and_the_mail_carries_it(session: Session) -> None:
    person = a_person(locale="en")
    token = a_link(person)

    link = session.scalars(select(AccountToken)).one()
    assert token not in link.token_hash
    assert link.purpose is TokenPurpose.INVITATION
    assert link.expires_at == clock.now() + LINK_LIFETIME[TokenPurpose.INVITATION]
    (mail,) = mails()
    assert mail.recipient == person.email
    assert BASE + token in mail.body
    assert "Invitation" in mail.subject


def test_a_link_works_once(session: Session) -> None:
    person = a_person()
    token = a_link(person)

    with transaction():
        accounts.set_password_by_link(token, NEW)
    assert user_with_password(person.email, NEW) == person

    with pytest.raises(Refused) as refusal, transaction():
        accounts.set_password_by_link(token, "yet another phrase")
    assert refusal.value.verdict.code == "link_gone"
    assert user_with_password(person.email, NEW) == person


def test_a_weak_password_does_not_use_the_link_up(session: Session) -> None:
    person = a_person()
    token = a_link(person)

    with pytest.raises(Invalid), transaction():
        accounts.set_password_by_link(token, "short")
    with transaction():
        accounts.set_password_by_link(token, NEW)


def test_a_link_expires(session: Session) -> None:
    token = a_link(a_person())
    clock.travel(LINK_LIFETIME[TokenPurpose.INVITATION])

    with pytest.raises(Refused), transaction():
        accounts.set_password_by_link(token, NEW)
    with pytest.raises(NotFound), transaction():
        accounts.set_password_by_link("made up", NEW)


def test_a_newer_link_of_the_secretariat_ends_the_earlier_one(session: Session) -> None:
    person = a_person()
    secretary = a_secretary()
    first, second = a_link(person, secretary), a_link(person, secretary)

    with pytest.raises(Refused), transaction():
        accounts.set_password_by_link(first, NEW)
    with transaction():
        accounts.set_password_by_link(second, NEW)


def _ask(email: str) -> None:
    with transaction():
        accounts_links.request_reset(email, lambda token: BASE + token)


def test_asking_for_a_new_password_writes_to_a_known_address_only(session: Session) -> None:
    person = a_person_with_password()
    closed = a_person_with_password(active=False)
    for email in (person.email, closed.email, "nobody@example.jp"):
        _ask(email)

    assert [mail.recipient for mail in mails()] == [person.email]
    link = session.scalars(select(AccountToken)).one()
    assert link.purpose is TokenPurpose.RESET
    assert link.expires_at == clock.now() + timedelta(hours=2)


def test_asking_again_and_again_sends_few_mails_and_ends_no_invitation(session: Session) -> None:
    person = a_person()
    invitation = a_link(person)
    for _ in range(10):
        _ask(person.email)

    assert len(mails()) == 4
    with transaction():
        accounts.set_password_by_link(invitation, NEW)


def test_only_the_secretariat_makes_links_for_others(session: Session) -> None:
    person = a_person(a_city())

    with pytest.raises(Refused) as refusal, transaction():
        accounts_links.invite(person.id, person, lambda token: token)
    assert refusal.value.verdict.ground is Ground.PERSON


def test_choosing_the_language_one_has_records_nothing(session: Session) -> None:
    person = a_person()
    for locale in ("en", "en", None, None):
        with transaction():
            accounts.choose_language(person, locale)

    assert session.get(User, person.id).locale is None
    assert len(_kinds(session)) == 2
