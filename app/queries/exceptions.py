"""Exceptions to decisions: those of one decision, one locked for an act, those about to end (D4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.domain.calendar import tokyo_date
from app.domain.decisions import Force
from app.domain.exceptions import REMINDERS, ExceptionPhase, exception_hash
from app.extensions import db
from app.models import Decision, DecisionException, User
from app.policies.exceptions import may_answer_exception, may_ask_exception, may_end_exception
from app.policies.standing import reads
from app.policies.verdicts import NotFound, Verdict
from app.queries.council import is_joining
from app.queries.differences import lock_difference_by_id

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class ExceptionLine:
    """An exception as a page shows it; verified is whether its text still gives its hash (D4)."""

    exception: DecisionException
    phase: ExceptionPhase
    verified: bool
    may_answer: Verdict
    may_end: Verdict


@dataclass(frozen=True)
class ExceptionsPanel:
    """The exceptions to a decision, the last asked for first, and whether the viewer may ask for one."""

    lines: tuple[ExceptionLine, ...]
    may_ask: Verdict


def exceptions_panel(decision: Decision, force: Force, viewer: User, at: datetime) -> ExceptionsPanel:
    """What the page of a decision shows of its exceptions."""
    statement = _whole().where(DecisionException.decision_id == decision.id)
    found = db.session.scalars(statement.order_by(DecisionException.id.desc())).unique().all()
    asked = any(each.granted is None and each.city_id == viewer.city_id for each in found)
    return ExceptionsPanel(
        tuple(exception_line(each, viewer, at) for each in found),
        may_ask_exception(viewer, decision.group, force, asked, at, joins=_joins(viewer)),
    )


def _joins(viewer: User) -> bool:
    return viewer.city_id is not None and is_joining(viewer.city_id)


def exception_line(exception: DecisionException, viewer: User, at: datetime) -> ExceptionLine:
    """One exception as it is shown to a viewer."""
    return ExceptionLine(
        exception,
        exception.phase_on(tokyo_date(at)),
        exception_hash(exception.text) == exception.text_hash,
        may_answer_exception(viewer, exception, at),
        may_end_exception(viewer, exception, at),
    )


def exception_seen(exception_id: int, viewer: User, at: datetime) -> DecisionException:
    """An exception by its number; NotFound where the viewer may not know of it."""
    found = db.session.scalars(_whole().where(DecisionException.id == exception_id)).unique().one_or_none()
    if found is None or not reads(viewer, found.decision.group, at):
        raise NotFound
    return found


def lock_exception(exception_id: int) -> DecisionException:
    """An exception as committed now, the difference of its decision locked first."""
    wanted = select(Decision.difference_id).join(
        DecisionException, DecisionException.decision_id == Decision.id
    )
    difference_id = db.session.scalar(wanted.where(DecisionException.id == exception_id))
    if difference_id is None:
        raise NotFound
    lock_difference_by_id(difference_id)
    statement = _whole().where(DecisionException.id == exception_id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).unique().one()


def last_asked(decision: Decision, city_id: int | None) -> DecisionException | None:
    """The exception that a city asked for last."""
    statement = _whole().where(
        DecisionException.decision_id == decision.id, DecisionException.city_id == city_id
    )
    return db.session.scalars(statement.order_by(DecisionException.id.desc()).limit(1)).unique().one_or_none()


def exceptions_granted(decisions: Collection[int]) -> Sequence[DecisionException]:
    """Every exception ever granted to these decisions, by id, in the order of asking."""
    if not decisions:
        return []
    statement = _whole().where(
        DecisionException.decision_id.in_(decisions), DecisionException.granted.is_(True)
    )
    return db.session.scalars(statement.order_by(DecisionException.id)).unique().all()


def exceptions_ending(today: date) -> list[int]:
    """The ids of the granted exceptions whose end is near and of which nobody was told since it came so near (A9)."""
    ends_on = func.coalesce(DecisionException.ended_on, DecisionException.last_day)
    near = or_(
        *(
            (ends_on <= today + timedelta(days=days))
            & (DecisionException.reminded.is_(None) | (DecisionException.reminded > days))
            for days in REMINDERS
        )
    )
    statement = select(DecisionException.id).where(
        DecisionException.granted.is_(True), DecisionException.last_day >= today, ends_on >= today, near
    )
    return list(db.session.scalars(statement.order_by(DecisionException.id).limit(MOST_AT_ONCE)))


def _whole() -> Select[DecisionException]:
    return select(DecisionException).options(
        joinedload(DecisionException.decision).joinedload(Decision.group),
        joinedload(DecisionException.decision).joinedload(Decision.difference),
    )
