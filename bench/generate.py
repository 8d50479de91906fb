"""A large council for measuring: the demo's founding, then many differences written straight into the tables."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from app.clock import freeze
from app.domain.differences import DifferenceKind
from app.domain.discussion import CommentKind
from app.domain.events import EventKind
from app.domain.numbering import format_difference_number
from app.domain.texts import OutcomeKind
from app.domain.workflow import Stage
from app.extensions import Database, db
from app.i18n import locale_scope
from app.models import (
    City,
    Comment,
    Council,
    Difference,
    Event,
    Group,
    Practice,
    PracticeRevision,
    Proposal,
    ProposalVersion,
    User,
)
from app.transaction import transaction
from seed.calendar import Days
from seed.council import found

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
STAGES = (Stage.RAISED, Stage.SURVEYING, Stage.PROPOSING, Stage.DISCUSSING)
WORDS = (
    *("通知", "様式", "期限", "申請", "窓口", "発送", "封筒", "確認", "登録", "納付", "減免"),
    *("受付", "審査", "交付", "届出", "証明", "手数料", "変更", "周知", "委任状"),
)


@dataclass(frozen=True)
class Size:
    """How large a council to make. cities are at most the demo's four; comments are for each difference."""

    cities: int = 4
    groups: int = 60
    differences: int = 1_500
    comments: int = 20
    seed: int = 1


def generate(database: Database, size: Size) -> None:
    """Fill an empty migrated database. The same size gives the same council."""
    chance = random.Random(size.seed)
    with database.scope(), locale_scope("ja"), freeze(AT):
        with transaction():
            found(Days(AT).day(-300))
        with transaction():
            Writer(chance, size).write()


class Writer:
    """Writes the differences in bulk; the event log gets rows without a chain, which no page looks at."""

    def __init__(self, chance: random.Random, size: Size) -> None:
        """Take the council as it was founded."""
        self.chance, self.size = chance, size
        self.cities = list(db.session.scalars(select(City).order_by(City.code).limit(size.cities)).unique())
        self.groups = list(db.session.scalars(select(Group).order_by(Group.id).limit(size.groups)).unique())
        self.people = list(db.session.scalars(select(User).where(User.city_id.is_not(None))).unique())
        self.serials = dict.fromkeys((group.id for group in self.groups), 0)

    def write(self) -> None:
        """Write everything, table by table."""
        _bulk(Difference, [self._difference(number) for number in range(1, self.size.differences + 1)])
        for group_id, serial in self.serials.items():
            db.session.execute(update(Group).where(Group.id == group_id).values(last_serial=serial))
        _bulk(Practice, list(self._practices()))
        _bulk(PracticeRevision, list(self._revisions()))
        _bulk(Proposal, list(self._proposals()))
        _bulk(ProposalVersion, list(self._versions()))
        _bulk(Comment, list(self._comments()))
        self._events()

    def _sentence(self, words: int = 8) -> str:
        return "".join(self.chance.choice(WORDS) for _ in range(words)) + "を共通にする。"

    def _person(self) -> User:
        return self.chance.choice(self.people)

    def _ago(self, days: int = 200) -> datetime:
        return AT - timedelta(minutes=self.chance.randrange(60, days * 24 * 60))

    def _difference(self, number: int) -> dict[str, Any]:
        group = self.groups[number % len(self.groups)]
        self.serials[group.id] += 1
        at = self._ago()
        return {
            "id": number,
            "group_id": group.id,
            "serial": self.serials[group.id],
            "number": format_difference_number(group.code, self.serials[group.id]),
            "title": self._sentence(4),
            "kind": self.chance.choice(list(DifferenceKind)),
            "why": self._sentence(12),
            "stage": STAGES[number % len(STAGES)],
            "stage_serial": 3,
            "stage_at": at,
            "raised_by_id": self._person().id,
            "raised_at": at,
            "survey_due_at": AT + timedelta(days=number % 30),
            "discussion_since": at,
            "last_proposal": 1,
        }

    def _practices(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.size.differences + 1):
            for place, city in enumerate(self.cities):
                yield {
                    "id": (number - 1) * len(self.cities) + place + 1,
                    "difference_id": number,
                    "city_id": city.id,
                    "last_revision": 1,
                }

    def _revisions(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.size.differences * len(self.cities) + 1):
            person = self._person()
            yield {
                "practice_id": number,
                "number": 1,
                "body": self._sentence(20),
                "stated_by_id": person.id,
                "stated_by_printed": person.printed,
                "stated_at": self._ago(),
            }

    def _proposals(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.size.differences + 1):
            if STAGES[number % len(STAGES)] in (Stage.PROPOSING, Stage.DISCUSSING):
                yield {
                    "id": number,
                    "difference_id": number,
                    "number": 1,
                    "author_id": self._person().id,
                    "created_at": self._ago(),
                    "on_table": STAGES[number % len(STAGES)] is Stage.DISCUSSING,
                    "last_version": 2,
                }

    def _versions(self) -> Iterator[dict[str, Any]]:
        for proposal in self._proposals():
            for version in (1, 2):
                body = "\n\n".join(f"## 第{n}条\n\n{self._sentence(30)}" for n in range(1, 6))
                person = self._person()
                yield {
                    "proposal_id": proposal["id"],
                    "number": version,
                    "title": self._sentence(4),
                    "body": body,
                    "outcome": OutcomeKind.UNIFY,
                    "flags": [],
                    "attachment_hashes": [],
                    "text_hash": f"sha256-v1:{proposal['id']:032x}{version:032x}",
                    "author_id": person.id,
                    "author_printed": person.printed,
                    "created_at": self._ago(),
                }

    def _comments(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.size.differences + 1):
            for _ in range(self.size.comments):
                person = self._person()
                yield {
                    "difference_id": number,
                    "kind": CommentKind.COMMENT,
                    "body": self._sentence(15),
                    "author_id": person.id,
                    "author_printed": person.printed,
                    "city_id": person.city_id,
                    "created_at": self._ago(),
                }

    def _events(self) -> None:
        council = db.session.scalars(select(Council)).one()
        rows: list[dict[str, Any]] = []
        for number in range(1, self.size.differences + 1):
            for place in range(10):
                person = self._person()
                rows.append(
                    {
                        "id": council.chain_length + len(rows) + 1_000_000,
                        "at": self._ago(),
                        "kind": EventKind.COMMENT_ADDED,
                        "actor_id": person.id,
                        "actor_printed": person.printed,
                        "actor_post": person.full_post,
                        "city_id": person.city_id,
                        "subject_type": "comments",
                        "subject_id": place + 1,
                        "difference_id": number,
                        "group_id": self.groups[number % len(self.groups)].id,
                        "request_id": "",
                        "before": {},
                        "after": {"kind": "comment", "reply_to": None, "mentions": [], "files": []},
                        "previous_hash": "",
                        "hash": f"{len(rows):064x}",
                    }
                )
        _bulk(Event, rows)


def _bulk(table: type[Any], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 1_000):
        db.session.execute(insert(table), rows[start : start + 1_000])
