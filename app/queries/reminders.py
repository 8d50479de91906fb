"""What cities have not done yet, as far as a reminder may be due: asked since when, until when, of whom (A9)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.domain.notices import NoticeKind
from app.domain.reminders import ReminderKind, kind_before, kind_while_waiting
from app.domain.roles import RoleKind
from app.domain.rounds import DepartureHandling, RoundState
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import (
    CityRoute,
    Difference,
    Escalation,
    Group,
    Position,
    Post,
    Practice,
    Reminder,
    Round,
    RoundCity,
    SignoffStep,
    TakeHomeItem,
    User,
)
from app.models.base import Base
from app.queries.confirmations import unconfirmed
from app.queries.council import the_council
from app.queries.roles import holders_of, people_of_city, people_of_group, secretaries
from app.queries.signoff.lists import unsigned
from app.queries.waiting import voting_places

VOICES = (RoleKind.REPRESENTATIVE, RoleKind.DEPUTY)
CHUNK = 500


@dataclass(frozen=True)
class Owed:
    """One thing that a city has not done, or who leads the group where city_id is None.

    subject is what a notice leads to; key tells the thing and the occasion on which it is asked for.
    """

    task: NoticeKind
    key: str
    subject: Base
    group: Group
    asked: datetime
    city_id: int | None = None
    due: datetime | None = None
    difference: Difference | None = None
    owner: User | None = None
    posts: tuple[Post, ...] = ()

    def kind_at(self, at: datetime, days: int, waiting_days: int) -> ReminderKind | None:
        """The one kind of reminder that fits an instant."""
        if self.due is None:
            return kind_while_waiting(self.asked, at, waiting_days)
        return kind_before(self.due, self.asked, at, days)


@dataclass(frozen=True)
class Due:
    """A reminder that has not gone out yet."""

    owed: Owed
    kind: ReminderKind


def reminders_due(at: datetime) -> list[Due]:
    """Every reminder that fits an instant and has not gone out, by a bounded number of queries (A9)."""
    council = the_council()
    days, waiting_days = council.reminder_days, council.waiting_days
    until = end_of_day_tokyo(tokyo_date(at) + timedelta(days=days + 1))
    sources: tuple[Callable[[datetime, datetime], Iterable[Owed]], ...] = (
        _practices, _positions, _take_home_items, _signatures, _minutes, _holds,
    )  # fmt: skip
    owed = [each for source in sources for each in source(at, until)]
    fitting = [
        Due(each, kind)
        for each in owed
        if each.group.active and (kind := each.kind_at(at, days, waiting_days))
    ]
    gone = _gone({due.owed.key for due in fitting})
    return [due for due in fitting if (due.owed.key, due.owed.city_id, due.kind) not in gone]


def people_to_remind(owed: Owed, at: datetime) -> list[User]:
    """Whom a reminder goes to: the owner, the holders of the posts, the city's voices, or who leads the group."""
    if owed.city_id is None:
        return [*people_of_group(owed.group, at, kinds=(RoleKind.CHAIR,)), *secretaries()]
    if owed.posts:
        return [person for post in owed.posts for person in holders_of(post, at)]
    if owed.owner is not None and owed.owner.active:
        return [owed.owner]
    voices = people_of_group(owed.group, at, kinds=VOICES, city_id=owed.city_id)
    return voices or people_of_city(owed.group, owed.city_id, at)


def _gone(keys: set[str]) -> set[tuple[str, int | None, ReminderKind]]:
    ordered, found = sorted(keys), set()
    for start in range(0, len(ordered), CHUNK):
        some = Reminder.subject.in_(ordered[start : start + CHUNK])
        rows = db.session.execute(select(Reminder.subject, Reminder.city_id, Reminder.kind).where(some))
        found |= {(row.subject, row.city_id, row.kind) for row in rows}
    return found


def _practices(at: datetime, until: datetime) -> Iterator[Owed]:
    places = voting_places(at)
    stated = exists().where(Practice.difference_id == Difference.id, Practice.city_id == places.c.city_id)
    wanted = (
        select(Difference, places.c.city_id)
        .join(places, places.c.group_id == Difference.group_id)
        .where(
            Difference.stage == Stage.SURVEYING,
            Difference.held_at.is_(None),
            Difference.survey_due_at < until,
            ~stated,
        )
    )
    for difference, city_id in db.session.execute(wanted).unique():
        due = difference.survey_due_at
        yield Owed(
            NoticeKind.PRACTICE_DUE,
            f"survey:{difference.id}:{due.isoformat()}",
            difference,
            difference.group,
            difference.stage_at,
            city_id,
            due,
            difference,
        )


def _positions(at: datetime, until: datetime) -> Iterator[Owed]:
    taken = exists().where(Position.round_id == Round.id, Position.city_id == RoundCity.city_id)
    wanted = (
        select(Round, RoundCity.city_id)
        .join(RoundCity, RoundCity.round_id == Round.id)
        .where(
            Round.state == RoundState.OPEN,
            Round.closes_at > at,
            Round.closes_at < until,
            or_(RoundCity.departure.is_(None), RoundCity.departure != DepartureHandling.EXCLUDE),
            ~taken,
        )
        .options(joinedload(Round.difference))
    )
    for round, city_id in db.session.execute(wanted).unique():
        yield Owed(
            NoticeKind.POSITION_DUE,
            f"round:{round.id}",
            round,
            round.difference.group,
            round.opened_at,
            city_id,
            round.closes_at,
            round.difference,
        )


def _take_home_items(_at: datetime, until: datetime) -> Iterator[Owed]:
    wanted = (
        select(TakeHomeItem)
        .join(TakeHomeItem.difference)
        .where(
            TakeHomeItem.done_at.is_(None),
            TakeHomeItem.left_at.is_(None),
            TakeHomeItem.due_on < tokyo_date(until),
            Difference.held_at.is_(None),
        )
        .options(joinedload(TakeHomeItem.difference), joinedload(TakeHomeItem.owner))
    )
    for item in db.session.scalars(wanted).unique():
        yield Owed(
            NoticeKind.TAKE_HOME_DUE,
            f"take_home:{item.id}",
            item,
            item.difference.group,
            item.created_at,
            item.city_id,
            end_of_day_tokyo(item.due_on),
            item.difference,
            owner=item.owner,
        )


def _signatures(_at: datetime, _until: datetime) -> Iterator[Owed]:
    """Each step that takes signatures now; a step that is asked anew is another occasion."""
    running = SignoffState.RUNNING
    wanted = (
        select(SignoffStep)
        .join(SignoffStep.city_route)
        .join(CityRoute.escalation)
        .where(SignoffStep.state == running, CityRoute.state == running, Escalation.state == running)
        .options(
            joinedload(SignoffStep.city_route)
            .joinedload(CityRoute.escalation)
            .joinedload(Escalation.difference)
        )
    )
    for step in db.session.scalars(wanted).unique():
        asked = step.asked_at
        posts = tuple(holder.post for holder in unsigned(step))
        if asked is not None and posts:
            escalation = step.city_route.escalation
            yield Owed(
                NoticeKind.SIGNATURE_WAITS,
                f"step:{step.id}:{asked.isoformat()}",
                escalation,
                escalation.difference.group,
                asked,
                step.city_route.city_id,
                difference=escalation.difference,
                posts=posts,
            )


def _minutes(at: datetime, _until: datetime) -> Iterator[Owed]:
    for each in unconfirmed(at):
        part = (
            f"correction {each.correction}"
            if each.correction
            else each.since.isoformat()
            if each.since
            else ""
        )
        for city in each.cities:
            yield Owed(
                NoticeKind.MINUTES_WAIT,
                f"minutes:{each.meeting.id}:{part}",
                each.meeting,
                each.meeting.group,
                each.since or at,
                city.id,
            )


def _holds(_at: datetime, until: datetime) -> Iterator[Owed]:
    wanted = select(Difference).where(
        Difference.held_at.is_not(None), Difference.hold_review_on < tokyo_date(until)
    )
    for difference in db.session.scalars(wanted).unique():
        held, review = difference.held_at, difference.hold_review_on
        if held is not None and review is not None:
            yield Owed(
                NoticeKind.HOLD_REVIEW_DUE,
                f"hold:{difference.id}:{held.isoformat()}",
                difference,
                difference.group,
                held,
                due=end_of_day_tokyo(review),
                difference=difference,
            )
