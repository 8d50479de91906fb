"""What waits for a person and for the person's city, most urgent first (L3)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from app.domain.ball import BallKind, Holder, OwnTask
from app.domain.calendar import end_of_day_tokyo
from app.domain.discussion import CommentKind
from app.domain.roles import CITY_ROLES, RoleKind
from app.domain.workflow import BEFORE_VOTING, Stage
from app.extensions import db
from app.models import (
    CityRoute,
    Comment,
    Decision,
    Difference,
    Escalation,
    Group,
    Meeting,
    Round,
    SignoffStep,
    TakeHomeItem,
    User,
)
from app.policies.ball import has_ball
from app.policies.standing import is_secretariat
from app.queries.confirmations import unconfirmed
from app.queries.differences.balls import balls_on
from app.queries.joining.progress import answers_wanted
from app.queries.meetings.remarks import meetings_with_open_remarks
from app.queries.signoff.absences import readings_owed
from app.queries.signoff.waiting import waits_for
from app.queries.waiting import owes_adoption, owes_own_position, owes_practice

MOST = 200
SOON = timedelta(days=3)
LED = (Holder.CHAIR, Holder.SECRETARIAT)
VOICES = (RoleKind.REPRESENTATIVE, RoleKind.DEPUTY)


@dataclass(frozen=True)
class Task:
    """One thing that waits: what, on which difference, for which meeting's minutes or in which chapter, by when.

    own tells the person's tasks from those of others of the city; subject_id is of what the act is done on; count is
    how many acts of one chapter are asked.
    """

    act: BallKind | OwnTask
    own: bool
    subject_id: int
    difference: Difference | None = None
    meeting: Meeting | None = None
    words: str = ""
    due: datetime | None = None
    chapter: Group | None = None
    count: int = 0

    def urgency(self, at: datetime) -> str:
        """overdue, soon or normal."""
        if self.due is None:
            return "normal"
        return "overdue" if self.due <= at else "soon" if self.due - at <= SOON else "normal"


@dataclass(frozen=True)
class Person:
    """A person with the groups in which the person works for a city, has its voice, or leads, at an instant."""

    user: User
    at: datetime
    groups: frozenset[int]
    voices: frozenset[int]
    chaired: frozenset[int]

    @property
    def city_id(self) -> int | None:
        """The person's city while it belongs to the council."""
        city = self.user.city
        return city.id if city is not None and city.membership_at(self.at) else None


def tasks_of(user: User, at: datetime) -> list[Task]:
    """Everything that waits for a person or the person's city, overdue first, then by due date."""
    person = _person(user, at)
    sources: tuple[Callable[[Person], Iterable[Task]], ...] = (
        _practices, _positions, _signatures, _readings, _concerns, _take_home_items, _minutes, _remarks, _adoptions,
        _joining, _to_lead,
    )  # fmt: skip
    tasks = [task for source in sources for task in source(person)]
    return sorted(tasks, key=lambda task: (task.due is None, task.due or at, task.act.value, task.subject_id))


def _person(user: User, at: datetime) -> Person:
    held = [role for role in user.roles if role.held_at(at)]
    chaired = frozenset(role.group_id for role in held if role.kind is RoleKind.CHAIR)
    working = frozenset(role.group_id for role in held if role.kind in CITY_ROLES)
    return Person(
        user,
        at,
        groups=working | chaired if user.city_id else working,
        voices=frozenset(role.group_id for role in held if role.kind in VOICES),
        chaired=chaired,
    )


def _practices(person: Person) -> Iterable[Task]:
    if person.city_id is None or not person.groups:
        return
    owing = owes_practice(person.city_id, person.at)
    for difference in _differences(owing, Difference.group_id.in_(person.groups)):
        yield Task(BallKind.STATE_PRACTICE, True, difference.id, difference, due=difference.survey_due_at)


def _positions(person: Person) -> Iterable[Task]:
    if person.city_id is None or not person.groups:
        return
    wanted = (
        select(Round)
        .join(Round.difference)
        .where(owes_own_position(person.city_id), Difference.group_id.in_(person.groups))
        .options(joinedload(Round.difference))
        .order_by(Round.closes_at, Round.id)
    )
    for found in db.session.scalars(wanted.limit(MOST)).unique():
        own = found.difference.group_id in person.voices
        yield Task(BallKind.TAKE_POSITION, own, found.id, found.difference, due=found.closes_at)


def _signatures(person: Person) -> Iterable[Task]:
    """Steps that wait for a post the person holds, or for the person as an absent manager's deputy (S5)."""
    if person.user.city_id is None:
        return
    wanted = (
        select(Escalation, SignoffStep.id)
        .join(CityRoute, CityRoute.escalation_id == Escalation.id)
        .join(SignoffStep, SignoffStep.city_route_id == CityRoute.id)
        .where(waits_for(person.user, person.at))
        .options(joinedload(Escalation.difference), lazyload(Escalation.cities))
        .order_by(Escalation.opened_at, SignoffStep.id)
    )
    for escalation, step_id in db.session.execute(wanted.limit(MOST)).unique():
        yield Task(BallKind.SIGN, True, step_id, escalation.difference)


def _readings(person: Person) -> Iterable[Task]:
    """What was signed in the person's absence or passed the person by, to be read afterwards (S5, S6)."""
    for reading in readings_owed(person.user, MOST) if person.user.city_id else ():
        difference = reading.step.city_route.escalation.difference
        yield Task(OwnTask.READ_AFTERWARDS, True, reading.id, difference)


def _concerns(person: Person) -> Iterable[Task]:
    """Concerns of the person to which somebody else has replied: only who raised them settles them."""
    reply = aliased(Comment)
    answered = exists().where(reply.parent_id == Comment.id, reply.author_id != person.user.id)
    wanted = (
        select(Comment)
        .where(
            Comment.author_id == person.user.id,
            Comment.kind == CommentKind.CONCERN,
            Comment.resolved_at.is_(None),
            answered,
        )
        .options(joinedload(Comment.difference))
        .order_by(Comment.id)
    )
    for comment in db.session.scalars(wanted.limit(MOST)).unique():
        yield Task(BallKind.SETTLE_CONCERNS, True, comment.id, comment.difference)


def _take_home_items(person: Person) -> Iterable[Task]:
    of_city = TakeHomeItem.owner_id == person.user.id
    if person.city_id is not None and person.groups:
        of_city = of_city | (
            (TakeHomeItem.city_id == person.city_id) & Difference.group_id.in_(person.groups)
        )
    wanted = (
        select(TakeHomeItem)
        .join(TakeHomeItem.difference)
        .where(TakeHomeItem.done_at.is_(None), TakeHomeItem.left_at.is_(None), of_city)
        .options(joinedload(TakeHomeItem.difference))
        .order_by(TakeHomeItem.due_on, TakeHomeItem.id)
    )
    for item in db.session.scalars(wanted.limit(MOST)).unique():
        own = item.owner_id in (person.user.id, None)
        due = end_of_day_tokyo(item.due_on)
        yield Task(OwnTask.DO_TAKE_HOME, own, item.id, item.difference, words=item.task, due=due)


def _minutes(person: Person) -> Iterable[Task]:
    if person.city_id is None or not person.groups:
        return
    for each in unconfirmed(person.at, person.groups):
        if person.city_id not in {city.id for city in each.cities}:
            continue
        own = each.meeting.group_id in person.voices
        if each.correction is None:
            yield Task(OwnTask.CONFIRM_MINUTES, own, each.meeting.id, meeting=each.meeting)
        else:
            yield Task(OwnTask.CONFIRM_CORRECTION, own, each.correction, meeting=each.meeting)


def _remarks(person: Person) -> Iterable[Task]:
    """Minutes on which cities remarked and nobody answered yet, for those who lead the group."""
    everywhere = is_secretariat(person.user)
    if everywhere or person.chaired:
        for meeting in meetings_with_open_remarks(None if everywhere else person.chaired, MOST):
            yield Task(OwnTask.ANSWER_REMARKS, True, meeting.id, meeting=meeting)


def _adoptions(person: Person) -> Iterable[Task]:
    """Published decisions by which the person's city does not work yet, as far as it said."""
    if person.city_id is None or not person.groups:
        return
    wanted = (
        select(Decision)
        .join(Decision.difference)
        .where(
            Decision.cycle == Difference.cycle,
            Difference.group_id.in_(person.groups),
            owes_adoption(person.city_id, person.at),
        )
        .options(joinedload(Decision.difference))
        .order_by(Decision.effective_on, Decision.id)
    )
    for decision in db.session.scalars(wanted.limit(MOST)).unique():
        own = decision.group_id in person.voices
        due = end_of_day_tokyo(decision.effective_on)
        yield Task(BallKind.PUT_INTO_EFFECT, own, decision.id, decision.difference, due=due)


def _joining(person: Person) -> Iterable[Task]:
    """The decisions of each chapter to which the person's joining city has not answered, or not for good (D7)."""
    if person.user.city_id is None or not person.groups:
        return
    for group, progress in answers_wanted(person.user.city_id, person.groups):
        act = OwnTask.ANSWER_DECISIONS if progress.unanswered else OwnTask.CONFIRM_ANSWERS
        count = progress.unanswered or progress.unconfirmed
        yield Task(act, group.id in person.voices, group.id, chapter=group, count=count)


def _to_lead(person: Person) -> Iterable[Task]:
    """What a chair has to set going in the groups that the person chairs, and the secretariat in all."""
    conditions: list[ColumnElement[bool]] = []
    if is_secretariat(person.user):
        stages = Difference.stage.in_((Stage.SURVEYING, Stage.DECIDED))
        conditions += [stages, Difference.held_at.is_not(None), Difference.no_difference_until.is_not(None)]
        conditions.append(_before_the_board())
    if person.chaired:
        stages = Difference.stage.in_((*BEFORE_VOTING, Stage.DECIDED))
        conditions.append(and_(stages, Difference.group_id.in_(person.chaired)))
    if not conditions:
        return
    wanted = or_(*conditions)
    differences = _differences(wanted, with_cities=True)
    balls = balls_on(differences, person.at)
    for difference in differences:
        ball = balls[difference.id]
        early = ball.kind is BallKind.REVIEW_HOLD and ball.due is not None and ball.due - person.at > SOON
        if has_ball(person.user, ball, difference, person.at) and ball.holder in LED and not early:
            yield Task(ball.kind, True, difference.id, difference, due=ball.due)


def _before_the_board() -> ColumnElement[bool]:
    """Differences whose matter the board decides in the end (S12)."""
    asked = exists().where(Escalation.difference_id == Difference.id, Escalation.needs_board)
    return and_(Difference.stage == Stage.ESCALATED, asked)


def _differences(*conditions: ColumnElement[bool], with_cities: bool = False) -> Sequence[Difference]:
    wanted = select(Difference).where(*conditions)
    if with_cities:
        wanted = wanted.options(joinedload(Difference.group).selectinload(Group.cities))
    ordered = wanted.order_by(Difference.stage_at, Difference.id).limit(MOST)
    return db.session.scalars(ordered).unique().all()
