"""Joinings, as a test needs them: an associate whose people answer to what the members decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.actions.council_cities import change_membership
from app.actions.joining import GivenAnswer, answer_decisions, confirm_answers, start_joining
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.joining import Answer, Said
from app.domain.roles import MembershipKind
from app.extensions import db
from app.models import City, Decision, Group, PositionTask, User
from app.transaction import transaction
from tests.builders.council import a_city, a_group, a_representative, a_secretary, three_cities
from tests.builders.decided import a_quick_decision
from tests.support.worlds import kept

REASON = "窓口の体制が整わないため。"
INSTEAD = "発送は3月末とする。"


@dataclass(frozen=True)
class Newcomer:
    """An associate in a group of three members, its representative there, and a secretary."""

    group: Group
    city: City
    voice: User
    secretary: User

    @property
    def tasks(self) -> list[PositionTask]:
        """The city's tasks in their order."""
        return tasks_of(self.city)


@kept
def a_newcomer() -> Newcomer:
    """Koganei, which attends the group of the three members as an associate."""
    city = a_city("小金井市", MembershipKind.ASSOCIATE)
    group = a_group([*three_cities(), city])
    return Newcomer(group, city, a_representative(group, city), a_secretary())


@kept
def decisions_in(group: Group, count: int) -> list[Decision]:
    """Some decisions of a group, in force today."""
    return [a_quick_decision(group, effective_on=today()) for _ in range(count)]


@kept
def begun(newcomer: Newcomer) -> list[PositionTask]:
    """The secretariat starts the joining; the city's tasks."""
    with transaction():
        start_joining(newcomer.city.id, newcomer.secretary)
    return newcomer.tasks


@kept
def becomes_member(newcomer: Newcomer, since: date | None = None) -> None:
    """The associate becomes a member, from today unless said otherwise."""
    with transaction():
        change_membership(
            newcomer.city.id, newcomer.secretary, kind=MembershipKind.MEMBER, since=since or today()
        )


def tasks_of(city: City) -> list[PositionTask]:
    """A city's tasks in their order, as they are now."""
    db.session.rollback()
    statement = select(PositionTask).where(PositionTask.city_id == city.id).order_by(PositionTask.decision_id)
    return list(db.session.scalars(statement).unique())


@kept
def said(answer: Answer) -> Said:
    """An answer with everything that belongs to it."""
    later = today() + timedelta(days=90)
    return {
        Answer.ADOPT: Said(answer),
        Answer.ADOPT_FROM: Said(answer, from_on=later),
        Answer.ASK_EXCEPTION: Said(answer, until_on=later, instead=INSTEAD, reason=REASON),
        Answer.OBJECT: Said(answer, reason=REASON),
    }[answer]


@kept
def answers(person: User, tasks: Sequence[PositionTask], *given: Answer) -> int:
    """A person answers to tasks in turn; with one answer, the same to all."""
    city_id = tasks[0].city_id
    said_to = given * len(tasks) if len(given) == 1 else given
    wanted = [
        GivenAnswer(task.id, said(answer), task.serial) for task, answer in zip(tasks, said_to, strict=True)
    ]
    with transaction():
        return answer_decisions(city_id, person, wanted)


@kept
def confirms(person: User, group: Group, city: City) -> None:
    """A person confirms the city's answers in a group."""
    with transaction():
        confirm_answers(city.id, group.id, person)


@kept
def today() -> date:
    """The day in Tokyo."""
    return tokyo_date(now())
