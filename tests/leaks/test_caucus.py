"""A1: a city's caucus appears to nobody outside the city, on any surface, not even as a gap in a count.

Two worlds differ only in what Tachikawa says among itself. Everybody else asks both for every address there is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from itertools import count
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.positions import PositionKind
from app.extensions import db
from app.models import Attachment, CaucusFile, Comment, Difference, Event, User
from tests.access.world import World, a_world
from tests.builders import council, differences
from tests.builders.council import a_council, a_representative, a_secretary
from tests.builders.differences import a_difference
from tests.builders.discussion import (
    PDF,
    a_caucus_entry,
    a_comment,
    a_concern,
    a_draft_position,
    a_file,
    a_reply,
    a_take_home_item,
)
from tests.conftest import MONDAY
from tests.leaks.addresses import addresses

if TYPE_CHECKING:
    from tests.conftest import Installation

SECRET = "内々の符牒ほととぎす"
# Another city, a partner and the secretariat go everywhere; the others to what could tell of a caucus.
EVERYWHERE = ("chair", "partner", "secretary")
NEARBY = ("anonymous", "observer", "associate", "outsider", "other_partner", "administrator")
INSIDE = ("representative", "deputy", "member", "manager")
OUTSIDE = (*EVERYWHERE, *NEARBY)
NEAR = re.compile(
    r"/$|/todo|/notices|/differences|/comments/|/attachments/|/take-home|/groups|/ballots|/audit"
)
CAUCUS = re.compile(r"/differences/[^/]+(/caucus.*)?$|/attachments/caucus/")
# Typesetting takes long: one person reads the files that are made of what the pages show.
MADE, READS_MADE = re.compile(r".*\.(docx|pdf)$"), "secretary"
# An entry's fingerprint is made of all entries before it, and tells of none.
FINGERPRINT = re.compile(r'<copy-text class="hash".*?</copy-text>')
# What differs between any two answers: tokens, and the keys of forms.
PASSING = re.compile(r'(csrf[-_]token"[^>]*?(?:content|value)="|name="key"[^>]*?value=")[^"]*')

SURFACES = {
    "the page of a difference": r"/differences/[^/?]+$",
    "its discussion": r"/differences/[^/]+/discussion|/comments/",
    "the pages of the caucus": r"/differences/[^/]+/caucus",
    "files": r"/attachments/",
    "take-home items": r"/take-home",
    "lists": r"/(differences|ballots|decisions|meetings)$",
    "search in lists": r"/[a-z-]+\?q=",
    "proposals": r"/differences/[^/]+/proposals",
    "ballots": r"/ballots/\d+|/differences/[^/]+/ballot",
    "sign-off": r"/sign-off",
    "home and to-do list": r"/$|/todo",
    "notices": r"/notices",
    "groups": r"/groups",
    "meetings and minutes": r"/meetings/",
    "the manual": r"/manual",
    "the event log": r"/audit",
    "administration": r"/administration",
    "exports": r".*\.(docx|pdf|md|csv|xlsx)($|\?)",
    "machine-readable answers": r".*/(mentions|tally)",
}


@dataclass(frozen=True)
class Answer:
    """What one person got from one address."""

    status: int
    text: str


Answers = dict[tuple[str, str], Answer]


@dataclass(frozen=True)
class Seen:
    """The answers of the world in which Tachikawa confers, and of the one in which it is silent."""

    conferring: Answers
    silent: Answers


@pytest.fixture(scope="module")
def seen(on_sqlite: Installation) -> Iterator[Seen]:
    """Both worlds, visited by everybody."""
    on_sqlite.app.config["PROPAGATE_EXCEPTIONS"] = False  # a page that fails is an answer of 500
    yield Seen(_visited(on_sqlite, confers=True), _visited(on_sqlite, confers=False))
    on_sqlite.app.config["PROPAGATE_EXCEPTIONS"] = None


@pytest.mark.parametrize("surface", SURFACES)
def test_a1_nothing_of_a_caucus_is_on(surface: str, seen: Seen) -> None:
    pattern = re.compile(SURFACES[surface])
    found = {
        key: answer for key, answer in seen.conferring.items() if pattern.match(key[1]) and key[0] in OUTSIDE
    }

    assert found
    reads = "anonymous" if surface == "the pages of the caucus" else None
    assert reads or any(answer.status == 200 for answer in found.values())
    assert [key for key, answer in found.items() if _tells(answer, key[1])] == []


def test_a1_nobody_outside_can_tell_whether_a_city_confers(seen: Seen) -> None:
    other = [
        _difference(key, seen)
        for key in seen.silent
        if key[0] in OUTSIDE and seen.silent[key] != seen.conferring[key]
    ]

    assert other == []


def test_no_address_is_unknown_to_one_of_the_worlds_and_none_fails(seen: Seen) -> None:
    assert seen.conferring.keys() == seen.silent.keys()
    failed = [key for key, answer in seen.conferring.items() if answer.status >= 500]
    assert failed == []


def test_a1_the_check_of_the_chain_shows_no_sign_that_a_city_confers(
    session: Session, signed_in: Callable[[User], FlaskClient]
) -> None:
    difference, secretary = a_difference(), a_secretary()
    author = a_representative(difference.group, difference.group.cities[0].city)
    browser = signed_in(secretary)
    before = browser.get("/audit/verify?run=yes").text
    a_caucus_entry(difference, author, SECRET)
    private = session.scalars(select(Event.hash).where(Event.private_city_id.is_not(None))).one()

    assert PASSING.sub("", browser.get("/audit/verify?run=yes").text) == PASSING.sub("", before)
    asked = browser.get(f"/audit/verify?run=yes&known={private}").text
    unknown = browser.get(f"/audit/verify?run=yes&known={'0' * 64}").text
    assert PASSING.sub("", asked).replace(private, "0" * 64) == PASSING.sub("", unknown)


@pytest.mark.parametrize("role", INSIDE)
def test_the_city_itself_reads_its_caucus(role: str, seen: Seen) -> None:
    told = {
        address for (who, address), answer in seen.conferring.items() if who == role and SECRET in answer.text
    }

    assert any(address.endswith("/caucus") for address in told)
    assert any(re.fullmatch(r"/differences/[^/]+", address) for address in told)
    assert any(address.startswith("/attachments/caucus/") for address in told)


def _visited(installation: Installation, *, confers: bool) -> Answers:
    installation.empty()
    council._serial, differences._serial = count(1), count(1)
    with clock.freeze(MONDAY), installation.database.scope():
        a_council()
        world = a_world()
        _happens(world, confers)
        values = _values(world)
        world.at = clock.now()
    everywhere = addresses(installation.app, values)
    asked = [
        *everywhere,
        *(f"{path}?q={SECRET}" for path in ("/differences", "/decisions", "/ballots", "/take-home")),
    ]
    asked += [
        "/take-home?state=all",
        "/notices?page=2",
        "/audit?page=2",
        f"/differences/{world.names['voting']}",
    ]
    asked += [f"/attachments/{kind}{number}/{SECRET}.pdf" for kind in ("", "caucus/") for number in (1, 2, 3)]
    with clock.freeze(world.at):
        return dict(_answers(installation.app, world, asked))


def _happens(world: World, confers: bool) -> None:
    """Tachikawa confers, or not, and everybody goes on."""
    author = _person(world, "representative")
    secretary = _person(world, "secretary")
    for name in ("number", "voting", "held", "escalated", "published"):
        difference = _named(world, name)
        if confers:
            _confer(difference, author, name)
        thread = a_comment(difference, secretary, files=[a_file("公開資料.csv", "市,件数\n".encode())])
        a_reply(thread, author)
        if name == "number":
            a_concern(difference, author)
            a_take_home_item(difference, creator=secretary)


def _confer(difference: Difference, author: User, name: str) -> None:
    a_caucus_entry(difference, author, SECRET, files=[a_file(f"{SECRET}.pdf", PDF + SECRET.encode())])
    if name in ("number", "voting"):
        a_draft_position(difference, author, PositionKind.OBJECT, SECRET)


def _values(world: World) -> dict[str, list[object]]:
    """What the arguments of the routes may be: things with a caucus and things without."""
    names = world.names
    files = list(db.session.scalars(select(Attachment)))
    values: dict[str, list[object]] = {name: [value] for name, value in names.items()}
    return values | {
        "number": [names["number"], names["published"]],
        "code": [names["code"], names["city"]],
        "comment_id": [names["concern_id"], db.session.scalar(select(func.max(Comment.id)))],
        "item_id": [names["item_id"], names["take_home_id"]],
        "round_id": [names["round_id"], names["closed_round_id"]],
        "meeting_id": [names["meeting_id"], names["final_id"]],
        "attachment_id": [file.id for file in files],
        "file_id": [1, 2],
        "token": ["none"],
        "filename": [a_file().filename, "公開資料.csv"],
    }


def _answers(app: Flask, world: World, asked: list[str]) -> Iterator[tuple[tuple[str, str], Answer]]:
    for role in (*OUTSIDE, *INSIDE):
        browser = _browser(app, world, role)
        for address in asked:
            if not _goes(role, address):
                continue
            answer = browser.get(address)
            text = _text(answer.data)
            if address.startswith("/audit"):
                text = FINGERPRINT.sub("", text)
            place = answer.headers.get("Location", "") + answer.headers.get("Content-Disposition", "")
            yield (role, address), Answer(answer.status_code, f"{place}\n{text}")


def _goes(role: str, address: str) -> bool:
    if MADE.match(address) and not CAUCUS.match(address):
        return role == READS_MADE
    if role in INSIDE:
        return bool(CAUCUS.match(address))
    return role in EVERYWHERE or bool(NEAR.match(address))


def _browser(app: Flask, world: World, role: str) -> FlaskClient:
    browser = app.test_client()
    browser.set_cookie("language", "ja")
    if role != "anonymous":
        with browser.session_transaction() as kept:
            kept["_user_id"] = world.identities[role]
            kept["_fresh"] = True
    return browser


def _text(data: bytes) -> str:
    """An answer as text, an archive as the texts of its members."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(_text(archive.read(name)) for name in sorted(archive.namelist()))
    return PASSING.sub(r"\1", data.decode("utf-8", "replace"))


def _tells(answer: Answer, address: str) -> bool:
    """Whether an answer holds the words of the caucus; a page may say back the address that was asked for."""
    return SECRET in answer.text and SECRET not in address


def _difference(key: tuple[str, str], seen: Seen) -> str:
    one, other = seen.silent[key].text.splitlines(), seen.conferring[key].text.splitlines()
    return f"{key}: " + "\n".join(list(unified_diff(one, other, lineterm="", n=0))[:8])


def _person(world: World, role: str) -> User:
    return db.session.get_one(User, int(world.identities[role].split(":")[0]))


def _named(world: World, name: str) -> Difference:
    wanted = select(Difference).where(Difference.number == world.names[name])
    return db.session.scalars(wanted).one()


def test_the_check_sees_what_a_file_holds() -> None:
    with_secret = io.BytesIO()
    with zipfile.ZipFile(with_secret, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", SECRET)

    assert SECRET in _text(with_secret.getvalue())
    assert _tells(Answer(200, SECRET), "/differences")
    assert CaucusFile.__tablename__ != Attachment.__tablename__
