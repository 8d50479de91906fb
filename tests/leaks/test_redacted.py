"""A5: what was redacted is on no address, in no file that is made, in no mail and no notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import clock
from app.actions.discussion import mark_for_minutes
from app.actions.redaction import redact_comment, redact_file, redact_practice
from app.domain.redaction import RedactionGround
from app.extensions import db
from app.models import Difference, Notice, OutgoingMail, User
from app.transaction import transaction
from tests.access.world import World, a_world
from tests.builders.council import a_council
from tests.builders.discussion import a_comment, a_file
from tests.conftest import MONDAY
from tests.leaks.addresses import addresses
from tests.leaks.visits import text_of, values_of

if TYPE_CHECKING:
    from tests.conftest import Installation

SECRET = "申立人符牒あおばずく"
READERS = ("secretary", "representative", "administrator")
WHY = {"ground": RedactionGround.LAW, "reason": "条例による。"}


@pytest.fixture(scope="module")
def redacted(on_sqlite: Installation) -> tuple[Installation, World, list[str]]:
    """A world in which a comment, a practice and a file were redacted, and all its addresses."""
    on_sqlite.empty()
    with clock.freeze(MONDAY), on_sqlite.database.scope():
        a_council()
        world = a_world()
        old = _redact_everything(world)
        asked = [*addresses(on_sqlite.app, values_of(world)), *old]
        world.at = clock.now()
    return on_sqlite, world, [*asked, *(f"{path}?q={SECRET}" for path in ("/differences", "/take-home"))]


def _redact_everything(world: World) -> list[str]:
    """Everything that holds the secret is redacted; the old address of its file."""
    number = world.names["number"]
    difference = db.session.scalars(select(Difference).where(Difference.number == number)).one()
    secretary = db.session.get_one(User, int(world.identities["secretary"].split(":")[0]))
    practice = next(p for p in difference.practices)
    comment = a_comment(difference, secretary, SECRET, files=[a_file(f"{SECRET}.csv", SECRET.encode())])
    with transaction():
        mark_for_minutes(comment.id, secretary)
    file, revision = comment.files[0], practice.current
    address = f"/attachments/{file.id}/{file.filename}"
    with transaction():
        revision.body = revision.source = SECRET
    for act, subject in ((redact_comment, comment), (redact_file, file), (redact_practice, revision)):
        with transaction():
            act(subject.id, secretary, **WHY)  # type: ignore[operator]
    return [address]


@pytest.mark.parametrize("role", READERS)
def test_a5_nothing_that_was_redacted_is_on_any_address(
    role: str, redacted: tuple[Installation, World, list[str]]
) -> None:
    installation, world, asked = redacted
    browser = installation.app.test_client()
    browser.set_cookie("language", "ja")
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = world.identities[role], True
    with clock.freeze(world.at):
        answers = {address: browser.get(address) for address in asked}
    # A page may say back the address it was asked for.
    telling = [a for a, answer in answers.items() if SECRET in text_of(answer.data) and SECRET not in a]
    assert telling == []
    assert [
        a for a, answer in answers.items() if answer.status_code == 200 and SECRET in a and "?" not in a
    ] == []


def test_a5_nothing_that_was_redacted_is_in_a_mail_or_notice(
    redacted: tuple[Installation, World, list[str]],
) -> None:
    installation, _world, _asked = redacted
    with installation.database.scope() as session:
        mails = session.execute(select(OutgoingMail.subject, OutgoingMail.body)).all()
        notices = session.scalars(select(Notice.facts)).all()
    assert SECRET not in f"{mails} {notices}"
