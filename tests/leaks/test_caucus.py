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
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Attachment, CaucusFile, Event, User
from tests.builders.council import a_representative, a_secretary
from tests.builders.differences import a_difference
from tests.builders.discussion import a_caucus_entry
from tests.leaks.visits import INSIDE, OUTSIDE, PASSING, SECRET, Answer, Answers, text_of, visited

if TYPE_CHECKING:
    from tests.conftest import Installation

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
    "joining": r"/joining",
    "the event log": r"/audit",
    "administration": r"/administration",
    "exports": r".*\.(docx|pdf|md|csv|xlsx)($|\?)",
    "machine-readable answers": r".*/(mentions|tally|live)",
}


@dataclass(frozen=True)
class Seen:
    """The answers of the world in which Tachikawa confers, and of the one in which it is silent."""

    conferring: Answers
    silent: Answers


@pytest.fixture(scope="module")
def seen(on_sqlite: Installation) -> Iterator[Seen]:
    """Both worlds, visited by everybody."""
    on_sqlite.app.config["PROPAGATE_EXCEPTIONS"] = False  # a page that fails is an answer of 500
    yield Seen(visited(on_sqlite, confers=True), visited(on_sqlite, confers=False))
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


def _tells(answer: Answer, address: str) -> bool:
    """Whether an answer holds the words of the caucus; a page may say back the address that was asked for."""
    return SECRET in answer.text and SECRET not in address


def _difference(key: tuple[str, str], seen: Seen) -> str:
    one, other = seen.silent[key].text.splitlines(), seen.conferring[key].text.splitlines()
    return f"{key}: " + "\n".join(list(unified_diff(one, other, lineterm="", n=0))[:8])


def test_the_check_sees_what_a_file_holds() -> None:
    with_secret = io.BytesIO()
    with zipfile.ZipFile(with_secret, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", SECRET)

    assert SECRET in text_of(with_secret.getvalue())
    assert _tells(Answer(200, SECRET), "/differences")
    assert CaucusFile.__tablename__ != Attachment.__tablename__
