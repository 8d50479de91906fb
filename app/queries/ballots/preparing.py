"""What the page for opening a ballot shows: the readiness list in words, the rule and the deadline to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.domain.calendar import add_working_days, earliest_close, last_day_tokyo, tokyo_date
from app.domain.meetings import MeetingState
from app.domain.readiness import ReadinessCode, ReadinessItem
from app.extensions import db
from app.i18n import current_locale
from app.models import City, Council, Difference, Meeting, Proposal, ProposalVersion, User
from app.policies.ballots import may_open
from app.policies.verdicts import Verdict
from app.queries.ballots.readiness import overlapping, readiness_of
from app.queries.council import the_council
from app.queries.proposals import on_the_table
from app.wording import label
from app.wording.tallies import readiness_detail


@dataclass(frozen=True)
class ShownItem:
    """One item of the readiness list in words, met or not (L4)."""

    code: ReadinessCode
    met: bool
    text: str
    detail: str


@dataclass(frozen=True)
class OpeningPage:
    """What stands ready for a ballot, and with which deadline it would begin."""

    difference: Difference
    proposal: Proposal | None
    may_open: Verdict
    items: tuple[ShownItem, ...]
    cities: tuple[City, ...]
    council: Council
    usual_day: date
    earliest_day: date
    meetings: tuple[Meeting, ...]

    @property
    def open_points(self) -> tuple[ShownItem, ...]:
        """The items not met, each of which wants a reason."""
        return tuple(item for item in self.items if not item.met)


def opening_page(difference: Difference, viewer: User, at: datetime) -> OpeningPage:
    """The page for opening a ballot on the proposal that is on the table."""
    council, proposal = the_council(), on_the_table(difference)
    least = council.min_ballot_working_days
    usual = add_working_days(tokyo_date(at), max(council.ballot_working_days, least))
    return OpeningPage(
        difference,
        proposal,
        may_open(viewer, difference, at),
        shown_readiness(difference, proposal.current if proposal else None, at),
        tuple(difference.group.voting_cities_at(at)),
        council,
        usual,
        tokyo_date(at) if least == 0 else last_day_tokyo(earliest_close(at, least)),
        tuple(_meetings(difference)),
    )


def shown_readiness(
    difference: Difference, version: ProposalVersion | None, at: datetime
) -> tuple[ShownItem, ...]:
    """The readiness list in words."""
    items = readiness_of(difference, version, at)
    names = {city.id: city.name(current_locale()) for city in difference.group.cities_at(at)}
    return tuple(ShownItem(item.code, item.met, label(item.code), _detail(item, names)) for item in items)


def _detail(item: ReadinessItem, names: Mapping[int, str]) -> str:
    ids = item.params.get("overlaps", [])
    return readiness_detail(
        item, names, [difference.number for difference in overlapping(ids)] if ids else []
    )


def _meetings(difference: Difference) -> list[Meeting]:
    """The group's meetings that are planned or running, in which the ballot may be taken."""
    statement = select(Meeting).where(
        Meeting.group_id == difference.group_id, Meeting.state == MeetingState.PLANNED
    )
    return list(db.session.scalars(statement.order_by(Meeting.starts_at).limit(20)))
