"""What the page of a chapter depends on, known by few questions: the edition, and what is living beside its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select

from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.manual import Changes, Known
from app.extensions import db
from app.models import ClericalCorrection, Edition, Event, Group, User
from app.policies.differences import may_raise
from app.policies.standing import reads
from app.policies.verdicts import NotFound, Verdict
from app.queries.decisions.clerical import corrections_in_effect
from app.queries.groups import group_of_code
from app.queries.inquiries import InquiryCount, inquiry_counts
from app.queries.manual.for_city import CityMark, chapter_marks
from app.queries.manual.reading import ChapterPage, chapter_page
from app.queries.manual.readings import LastRead, changes_since, chapter_hashes, last_reads

LIVING = frozenset(
    {
        # how a city stands to a decision
        EventKind.CITY_CHANGED,
        EventKind.MEMBERSHIP_CHANGED,
        EventKind.GROUP_CITY_CHANGED,
        EventKind.DECIDED,
        EventKind.EXCEPTION_GRANTED,
        EventKind.EXCEPTION_ENDED,
        EventKind.ADOPTION_ITEM_CLOSED,
        EventKind.ADOPTION_ITEM_REOPENED,
        EventKind.JOINING_STARTED,
        EventKind.POSITION_TASKS_CHANGED,
        EventKind.ANSWERS_CONFIRMED,
        EventKind.TASKS_CLOSED_AS_LEFT,
        # what stands beside the text
        EventKind.CLERICAL_CORRECTION_PROPOSED,
        EventKind.CLERICAL_CORRECTION_STOPPED,
        EventKind.INQUIRY_ASKED,
        EventKind.INQUIRY_ANSWERED,
        EventKind.INQUIRY_CLOSED,
    }
)
"""The events after which a chapter may look different. None of them tells of a caucus or of a sealed ballot."""

_LAST_EVENT = (
    select(Event.id)
    .where(
        or_(Event.group_id == bindparam("group"), Event.group_id.is_(None)),
        Event.kind.in_(sorted(LIVING)),
        Event.private_city_id.is_(None),
    )
    .order_by(Event.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class ChapterState:
    """A chapter as somebody may read it, and everything its page is made of besides the person."""

    edition: Edition
    newest: int
    group: Group
    day: date
    last_event: int
    may_raise: Verdict
    last_read: LastRead | None

    @property
    def depends_on(self) -> list[str]:
        """Equal as long as the page would be the same."""
        edition = self.edition
        living = (
            self.newest,
            self.group.code,
            self.day,
            self.last_event,
            bool(self.may_raise),
            self.last_read,
        )
        return [edition.content_hash, edition.note, *map(str, living)]


@dataclass(frozen=True)
class ChapterBeside:
    """What stands beside the paragraphs of a chapter today; corrections by decision, the others by paragraph."""

    page: ChapterPage
    marks: Mapping[str, Sequence[CityMark]]
    corrections: Mapping[int, Sequence[ClericalCorrection]]
    inquiries: Mapping[str, InquiryCount]
    known: Known
    since: Changes


def chapter_state(number: int, code: str, viewer: User, at: datetime) -> ChapterState:
    """The state of a chapter; NotFound where the edition has none of that code, or none the viewer may read."""
    (edition, newest), group = _edition(number), group_of_code(code.upper())
    codes = {facts["code"] for facts in edition.frame["chapters"]}
    if group is None or group.code not in codes or not reads(viewer, group, at):
        raise NotFound
    return ChapterState(
        edition,
        newest,
        group,
        tokyo_date(at),
        _last_event(group),
        may_raise(viewer, group, at),
        last_reads(viewer, group).get(group.code),
    )


def chapter_beside(state: ChapterState, viewer: User, at: datetime) -> ChapterBeside:
    """The chapter with what is living beside its text."""
    page = chapter_page(state.edition.number, state.group.code, viewer, at)
    last, present = state.last_read, chapter_hashes(state.edition)[state.group.code]
    known = last.known(state.edition.number, present) if last else Known.UNREAD
    return ChapterBeside(
        page,
        chapter_marks(page, at),
        corrections_in_effect(page.decision_ids, at),
        inquiry_counts(state.group.id),
        known,
        changes_since(last, state.edition, state.group) if last and known is Known.CHANGED else Changes(),
    )


def _edition(number: int) -> tuple[Edition, int]:
    """An edition, and the number of the newest, by one question."""
    newest = select(func.max(Edition.number)).scalar_subquery()
    found = db.session.execute(select(Edition, newest).where(Edition.number == number)).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def _last_event(group: Group) -> int:
    """The number of the last event that may show in the chapter, 0 for none."""
    return db.session.scalar(_LAST_EVENT, {"group": group.id}) or 0
