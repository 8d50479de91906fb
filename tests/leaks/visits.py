"""Everybody visits every address of a world in which one city confers, or of its twin in which it is silent (A1)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock
from app.domain.positions import PositionKind
from app.extensions import db
from app.models import Attachment, Comment, Difference, User
from tests.access.world import World, a_world
from tests.builders.council import a_council
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
    r"/$|/(todo|notices|differences|take-home|groups|ballots|audit)($|[?/])(?!.*/)"
    r"|/differences/[^/]+/(discussion|caucus|mentions)|/comments/\d+$|/attachments/"
)
CAUCUS = re.compile(r"/differences/[^/]+(/caucus.*)?$|/attachments/caucus/")
# Typesetting takes long: one person reads the files that are made of what the pages show.
MADE, READS_MADE = re.compile(r".*\.(docx|pdf)$"), "secretary"
# An entry's fingerprint is made of all entries before it, and tells of none.
FINGERPRINT = re.compile(r'<copy-text class="hash".*?</copy-text>')
# What differs between any two answers: tokens, and the keys of forms.
PASSING = re.compile(r'(csrf[-_]token"[^>]*?(?:content|value)="|name="key"[^>]*?value=")[^"]*')


@dataclass(frozen=True)
class Answer:
    """What one person got from one address."""

    status: int
    text: str


Answers = dict[tuple[str, str], Answer]


def visited(installation: Installation, *, confers: bool) -> Answers:
    installation.empty()
    with clock.freeze(MONDAY), installation.database.scope():
        a_council()
        world = a_world()
        _happens(world, confers)
        values = values_of(world)
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


def values_of(world: World) -> dict[str, list[object]]:
    """What the arguments of the routes may be: things with a caucus and things without."""
    names = world.names
    files = list(db.session.scalars(select(Attachment)))
    values: dict[str, list[object]] = {name: [value] for name, value in names.items()}
    return values | {
        "number": [names["number"], names["published"]],
        "code": [names["code"], names["city"], names["joining_city"]],
        "group": [names["code"]],
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
            text = text_of(answer.data)
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


def text_of(data: bytes) -> str:
    """An answer as text, an archive as the texts of its members."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(text_of(archive.read(name)) for name in sorted(archive.namelist()))
    return PASSING.sub(r"\1", data.decode("utf-8", "replace"))


def _person(world: World, role: str) -> User:
    return db.session.get_one(User, int(world.identities[role].split(":")[0]))


def _named(world: World, name: str) -> Difference:
    wanted = select(Difference).where(Difference.number == world.names[name])
    return db.session.scalars(wanted).one()
