"""The pages of minutes: one version as it reads, all versions, two compared, and two editors of one version (T10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.comparison import Row, compare
from app.domain.markdown import Heading, headings, plain_text
from app.domain.meetings import MinutesLayout, MinutesState
from app.domain.merging import Merged, merge
from app.extensions import db
from app.models import (
    City,
    Decision,
    Meeting,
    Minutes,
    MinutesCorrection,
    MinutesRemark,
    MinutesVersion,
    User,
)
from app.policies.meetings import (
    may_circulate,
    may_confirm,
    may_confirm_correction,
    may_correct,
    may_edit_minutes,
    may_finalise,
)
from app.policies.minutes_remarks import may_remark
from app.policies.standing import may_lead
from app.policies.verdicts import Verdict
from app.queries.meetings.confirming import confirmed_ids, corrections_of, unconfirmed_cities
from app.queries.meetings.facts import facts_of
from app.queries.meetings.listings import Listing
from app.queries.meetings.one import minutes_named, version_of
from app.queries.meetings.references import bound
from app.queries.meetings.remarks import unanswered_remarks
from app.queries.meetings.sheet import MinutesSheet, minutes_sheet
from app.queries.paging import Page, page_of

CONTEXT = 2


@dataclass(frozen=True)
class MinutesPage:
    """One version of minutes with what can be done; unnamed are decisions of the meeting that the text leaves out."""

    minutes: Minutes
    version: MinutesVersion
    sheet: MinutesSheet
    missing: Sequence[City]
    unanswered: Sequence[MinutesRemark]
    unnamed: Sequence[Decision]
    record_changed: bool
    leads: bool
    may_edit: Verdict
    may_circulate: Verdict
    may_confirm: Verdict
    may_finalise: Verdict
    may_correct: Verdict
    may_remark: Verdict
    corrections: Sequence[tuple[MinutesCorrection, Verdict]]

    @property
    def layouts(self) -> tuple[MinutesLayout, ...]:
        """How much of the minutes can be shown."""
        return tuple(MinutesLayout)

    @property
    def headings(self) -> list[Heading]:
        """The headings of the text, for the list of contents."""
        return headings(self.sheet.body)

    @property
    def meeting(self) -> Meeting:
        """The meeting these are the minutes of."""
        return self.minutes.meeting

    @property
    def is_current(self) -> bool:
        """Whether this is the present version."""
        return self.version.number == self.minutes.last_version

    @property
    def is_final(self) -> bool:
        """Whether nothing of it changes any more (M6)."""
        return self.minutes.state is MinutesState.FINAL


@dataclass(frozen=True)
class VersionsCompared:
    """Two versions of minutes and the rows in which their texts, with the facts beside them, differ."""

    minutes: Minutes
    old: MinutesVersion
    new: MinutesVersion
    rows: Sequence[Row]
    versions: Page[MinutesVersion]
    may_edit: Verdict


@dataclass(frozen=True)
class MinutesConflictPage:
    """Two editors saved over one version: what the other changed, what saving would change, and both together."""

    minutes: Minutes
    base: MinutesVersion
    theirs: MinutesVersion
    mine: str
    by_them: Sequence[Row]
    by_me: Sequence[Row]
    combined: str | None


def minutes_page(
    meeting_id: int,
    viewer: User,
    at: datetime,
    number: int | None = None,
    layout: MinutesLayout = MinutesLayout.SUMMARY,
) -> MinutesPage:
    """The present version of the minutes, or the one of a number, for a reader."""
    minutes = minutes_named(meeting_id, viewer)
    version = minutes.current if number is None else version_of(minutes, number)
    refers_to = bound(minutes.current.body, minutes.meeting.group)
    missing = unconfirmed_cities(minutes, at)
    unanswered = unanswered_remarks(minutes)
    attendance = bool(minutes.current.facts["present"])
    final = minutes.state is MinutesState.FINAL
    leads = bool(may_lead(viewer, minutes.meeting.group, at))
    return MinutesPage(
        minutes,
        version,
        minutes_sheet(minutes, version, at, layout),
        missing,
        unanswered=unanswered,
        unnamed=[] if final else _unnamed(minutes.meeting, [*refers_to.decisions.values()]),
        record_changed=leads and not final and facts_of(minutes.meeting).to_json() != minutes.current.facts,
        leads=leads,
        may_edit=may_edit_minutes(viewer, minutes, at),
        may_circulate=may_circulate(viewer, minutes, refers_to.open_rounds, attendance, at),
        may_confirm=may_confirm(viewer, minutes, confirmed_ids(minutes.current), at),
        may_finalise=may_finalise(viewer, minutes, missing, len(unanswered), at),
        may_correct=may_correct(viewer, minutes, at),
        may_remark=may_remark(viewer, minutes, at),
        corrections=[
            (each, may_confirm_correction(viewer, minutes, each, at)) for each in corrections_of(minutes)
        ],
    )


def versions_compared(
    meeting_id: int, before: int | None, after: int | None, viewer: User, at: datetime, page: int
) -> VersionsCompared:
    """Two versions as they read, with all versions to choose from; the last two unless said otherwise."""
    minutes = minutes_named(meeting_id, viewer)
    after = minutes.last_version if after is None else after
    before = max(1, after - 1) if before is None else before
    old, new = version_of(minutes, before), version_of(minutes, after)
    sheets = [minutes_sheet(minutes, version, at) for version in (old, new)]
    one, other = (_as_text(sheet, plain_text(sheet.body)) for sheet in sheets)
    if one == other:  # a change of form alone shows in the marks
        one, other = (_as_text(sheet, sheet.body) for sheet in sheets)
    return VersionsCompared(
        minutes,
        old,
        new,
        compare(one, other, CONTEXT),
        _versions(minutes, page),
        may_edit_minutes(viewer, minutes, at),
    )


def minutes_conflict(minutes: Minutes, base: int, theirs: int, mine: str) -> MinutesConflictPage:
    """What the second of two editors sees; the numbers are those of versions of the minutes."""
    seen, present = version_of(minutes, base), version_of(minutes, theirs)
    return MinutesConflictPage(
        minutes,
        seen,
        present,
        mine,
        compare(seen.body, present.body, CONTEXT),
        compare(present.body, mine, CONTEXT),
        combined_text(minutes, base, theirs, mine),
    )


def combined_text(minutes: Minutes, base: int, theirs: int, mine: str) -> str | None:
    """Both sides' changes to the base in one text, or None where both touched the same or neighbouring lines."""
    merged = merge(version_of(minutes, base).body, mine, version_of(minutes, theirs).body)
    return merged.text if isinstance(merged, Merged) else None


def _versions(minutes: Minutes, page: int) -> Page[MinutesVersion]:
    statement = (
        select(MinutesVersion)
        .where(MinutesVersion.minutes_id == minutes.id)
        .options(selectinload(MinutesVersion.confirmations))
        .order_by(MinutesVersion.number.desc())
    )
    return page_of(statement, page)


def _unnamed(meeting: Meeting, named: Sequence[Decision]) -> Sequence[Decision]:
    statement = select(Decision).where(
        Decision.meeting_id == meeting.id, Decision.id.not_in([decision.id for decision in named])
    )
    return db.session.scalars(statement.order_by(Decision.id)).all()


def _as_text(sheet: MinutesSheet, body: str) -> str:
    """The sheet as lines, for comparing: facts and people first, then the text."""
    lines = [f"{term}: {text}" for term, text in sheet.facts]
    for listing in filter(None, (sheet.present, sheet.absent)):
        lines += _lines(listing)
    lines += [f"{paper}" for paper in sheet.papers]
    lines += ["", body, ""]
    return "\n".join([*lines, *_lines(sheet.tasks), sheet.next])


def _lines(listing: Listing) -> list[str]:
    return [listing.title, *(" ".join(filter(None, row)) for row in listing.rows)]
