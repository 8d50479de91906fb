"""What a person has read of the manual, and what changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from sqlalchemy import select

from app.domain.manual import Changes, Known, changes_between, chapter_hash
from app.extensions import db
from app.models import Edition, Group, ManualReading, User
from app.queries.manual.editions import edition_numbered
from app.queries.manual.stored import paragraphs_of


@dataclass(frozen=True)
class LastRead:
    """The edition in which a person read a chapter last, what it said, and when."""

    edition: int
    chapter_hash: str
    read_at: datetime

    def known(self, number: int, present: str) -> Known:
        """Whether the chapter of an edition says what was read; whoever read a later one knows it."""
        return Known.READ if number < self.edition or self.chapter_hash == present else Known.CHANGED


def chapter_hashes(edition: Edition) -> Mapping[str, str]:
    """The hash of what each chapter of an edition says, by the group's code; an edition never changes."""
    return _hashes(edition.content_hash, edition.id)


def reading_of(reader: User, group: Group, edition: Edition) -> ManualReading | None:
    """What a person confirmed about a chapter of an edition; None where nothing."""
    statement = select(ManualReading).where(
        ManualReading.user_id == reader.id,
        ManualReading.group_id == group.id,
        ManualReading.edition_id == edition.id,
    )
    return db.session.scalars(statement).one_or_none()


def last_reads(reader: User, group: Group | None = None) -> dict[str, LastRead]:
    """The last reading of each chapter by a person, by the group's code; of one group if given."""
    statement = (
        select(Group.code, Edition.number, ManualReading.chapter_hash, ManualReading.read_at)
        .join(Group, Group.id == ManualReading.group_id)
        .join(Edition, Edition.id == ManualReading.edition_id)
        .where(ManualReading.user_id == reader.id)
        .order_by(Edition.number)
    )
    if group is not None:
        statement = statement.where(ManualReading.group_id == group.id)
    return {row[0]: LastRead(row[1], row[2], row[3]) for row in db.session.execute(statement)}


def known_chapters(edition: Edition, reader: User, at: datetime) -> dict[str, Known]:
    """How the chapters of an edition stand to what a person has read: those read once, and those of the own groups."""
    hashes, read = chapter_hashes(edition), last_reads(reader)
    own = {role.group_id for role in reader.roles if role.held_at(at)}
    codes = db.session.scalars(select(Group.code).where(Group.id.in_(own))).all() if own else ()
    found = dict.fromkeys((code for code in codes if code in hashes), Known.UNREAD)
    return found | {
        code: last.known(edition.number, hashes[code]) for code, last in read.items() if code in hashes
    }


def changes_since(last: LastRead, edition: Edition, group: Group) -> Changes:
    """What a chapter says otherwise than when it was read last."""
    before = paragraphs_of(edition_numbered(last.edition), [group.id])
    return changes_between(before, paragraphs_of(edition, [group.id]))


@lru_cache(maxsize=32)
def _hashes(_content_hash: str, edition_id: int) -> Mapping[str, str]:
    edition = db.session.get(Edition, edition_id)
    chapters = groupby(paragraphs_of(edition), key=lambda paragraph: paragraph.group)
    return {code: chapter_hash(paragraphs) for code, paragraphs in chapters}
