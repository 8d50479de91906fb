"""People who can sign in: with a password, with a link."""

from sqlalchemy import select

from app.actions.accounts_links import invite
from app.domain.passwords import hash_password
from app.extensions import db
from app.models import City, OutgoingMail, User
from app.transaction import transaction
from tests.builders.council import a_person, a_secretary
from tests.support.worlds import kept

PASSWORD = "correct horse battery"
BASE = "http://localhost/set-password/"


@kept
def a_person_with_password(
    city: City | None = None, password: str = PASSWORD, email: str = "", **more: object
) -> User:
    """A person who can sign in."""
    person = a_person(city, password_hash=hash_password(password), **more)
    if email:
        with transaction():
            person.email = email
    return person


@kept
def a_link(person: User, actor: User | None = None) -> str:
    """The token of a link that the secretariat made for a person."""
    secretary = actor or a_secretary()
    with transaction():
        address = invite(person.id, secretary, lambda token: BASE + token)
    return address.removeprefix(BASE)


def mails() -> list[OutgoingMail]:
    """The mails that wait to be sent, oldest first."""
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))
