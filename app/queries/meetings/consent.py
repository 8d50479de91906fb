"""The consent list of a meeting as its page shows it: what waits, what a city pulled out, what is in its ballot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.calendar import add_working_days, tokyo_date
from app.domain.rounds import RoundState
from app.extensions import db
from app.models import AgendaItem, ConsentItem, Meeting, Round, User
from app.policies.ballots import may_cast
from app.policies.consent import may_pull, may_put_together
from app.policies.verdicts import Verdict
from app.queries.council import the_council


@dataclass(frozen=True)
class ConsentRow:
    """One item of the list, its ballot if it is put to one, and whether the reader may pull it out."""

    item: AgendaItem
    consent: ConsentItem
    round: Round | None
    state: RoundState | None
    may_pull: Verdict


@dataclass(frozen=True)
class ConsentPart:
    """The whole list; to_approve is in how many of its ballots the reader's city may still approve in one act."""

    rows: Sequence[ConsentRow]
    waiting: int
    to_approve: int
    may_put: Verdict


def consent_of(meeting: Meeting, viewer: User, at: datetime) -> ConsentPart:
    """The consent list of a meeting for a reader, by a bounded number of queries."""
    listed = [(item, item.consent) for item in meeting.agenda if item.consent]
    rounds = _rounds([consent.round_id for _, consent in listed if consent.round_id])
    rows = [
        ConsentRow(
            item,
            consent,
            found := rounds.get(consent.round_id or 0),
            found.state_at(at) if found else None,
            may_pull(viewer, item, at),
        )
        for item, consent in listed
    ]
    open_to = [each for each in rounds.values() if not each.position_of(viewer.city_id)]
    return ConsentPart(
        rows,
        sum(1 for _, consent in listed if consent.waits),
        sum(1 for each in open_to if may_cast(viewer, each, at)),
        may_put_together(viewer, meeting, at),
    )


def usual_closing(at: datetime) -> date:
    """The day until which the ballots of a consent list run unless another is chosen."""
    council = the_council()
    return add_working_days(tokyo_date(at), max(council.ballot_working_days, council.min_ballot_working_days))


def _rounds(ids: Sequence[int]) -> dict[int, Round]:
    if not ids:
        return {}
    statement = (
        select(Round)
        .where(Round.id.in_(ids))
        .options(selectinload(Round.electorate), selectinload(Round.positions))
    )
    return {each.id: each for each in db.session.scalars(statement).unique()}
