"""Registered absences: those that run, a person's places as deputy, the register of a city, what is to be read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Absence,
    AbsenceDeputy,
    City,
    CityRoute,
    Difference,
    Escalation,
    LaterReading,
    Post,
    PostHolding,
    SignoffStep,
    User,
)
from app.policies.absences import may_end_absence, may_read_absences, may_register_absence, standing_in
from app.policies.standing import is_secretariat
from app.policies.verdicts import NotFound, Verdict, ensure
from app.queries.council import cities, city_named
from app.queries.paging import Page, page_of
from app.queries.people import people_of_city


@dataclass(frozen=True)
class AbsencesPage:
    """The register of absences: of the viewer's city, or for the secretariat of all cities or a chosen one."""

    city: City | None
    cities: tuple[City, ...]
    absences: Page[Absence]
    may_register: Verdict | None
    may_end: dict[int, Verdict]


@dataclass(frozen=True)
class AbsenceChoices:
    """Who can be registered as away from which post of a city, and who could act meanwhile."""

    city: City
    holdings: Sequence[PostHolding]
    people: Sequence[User]
    may_register: Verdict


def running_absences(city_ids: Collection[int], at: datetime) -> Sequence[Absence]:
    """The absences that run at an instant in some cities, with their posts' holders and deputies."""
    if not city_ids:
        return []
    return db.session.scalars(_absences(Post.city_id.in_(city_ids), *_running(at))).unique().all()


def posts_stood_in(person: User, at: datetime) -> frozenset[int]:
    """The posts for which a person would act as deputy now (S5)."""
    named = (
        select(Absence.post_id)
        .join(Absence.deputies)
        .where(AbsenceDeputy.user_id == person.id, *_running(at))
        .limit(1)
    )
    if person.city_id is None or db.session.scalar(named) is None:
        return frozenset()
    absences = running_absences([person.city_id], at)
    posts = {absence.post_id: absence.post for absence in absences}
    return frozenset(id for id, post in posts.items() if standing_in(person, post, absences, at)[0])


def absences_overlapping(holding: PostHolding) -> Sequence[Absence]:
    """Every absence of a post's holder from that post."""
    wanted = select(Absence).where(Absence.post_id == holding.post_id, Absence.user_id == holding.user_id)
    return db.session.scalars(wanted).unique().all()


def absence_of(absence_id: int) -> Absence:
    """An absence by id; NotFound where there is none."""
    absence = db.session.get(Absence, absence_id)
    if absence is None:
        raise NotFound
    return absence


def absences_page(viewer: User, code: str, page: int, at: datetime) -> AbsencesPage:
    """The absences that run or are to come, and those that are over, the latest first."""
    chosen = viewer.city if viewer.city else city_named(code) if code else None
    ensure(may_read_absences(viewer, chosen))
    conditions = [Post.city_id == chosen.id] if chosen else []
    found = page_of(_absences(*conditions).order_by(Absence.until.desc(), Absence.id.desc()), page)
    return AbsencesPage(
        chosen,
        tuple(cities()) if is_secretariat(viewer) else (),
        found,
        may_register_absence(viewer, chosen, at) if chosen else None,
        {absence.id: may_end_absence(viewer, absence, at) for absence in found.items},
    )


def absence_choices(viewer: User, code: str, at: datetime) -> AbsenceChoices:
    """What the form offers on which an absence is registered in a city."""
    city = city_named(code)
    held = (
        select(PostHolding)
        .join(PostHolding.post)
        .join(PostHolding.user)
        .where(Post.city_id == city.id, PostHolding.until.is_(None) | (PostHolding.until > at), User.active)
        .options(joinedload(PostHolding.user))
        .order_by(Post.name, PostHolding.id)
    )
    holdings = db.session.scalars(held).unique().all()
    return AbsenceChoices(city, holdings, people_of_city(city), may_register_absence(viewer, city, at))


def reading_seen(reading_id: int, viewer: User) -> LaterReading:
    """What a person has to read; NotFound for everybody else."""
    reading = db.session.get(LaterReading, reading_id)
    if reading is None or reading.user_id != viewer.id:
        raise NotFound
    return reading


def readings_owed(person: User, most: int) -> Sequence[LaterReading]:
    """What was signed for a person or passed the person by, and is not read yet, the oldest first."""
    wanted = (
        select(LaterReading)
        .where(
            LaterReading.user_id == person.id,
            LaterReading.read_at.is_(None),
            LaterReading.dismissed_at.is_(None),
        )
        .options(joinedload(LaterReading.step).joinedload(SignoffStep.city_route).lazyload(CityRoute.steps))
        .options(
            joinedload(LaterReading.step)
            .joinedload(SignoffStep.city_route)
            .joinedload(CityRoute.escalation)
            .options(joinedload(Escalation.difference).joinedload(Difference.group))
            .lazyload(Escalation.cities)
        )
        .order_by(LaterReading.id)
        .limit(most)
    )
    return db.session.scalars(wanted).unique().all()


def _absences(*conditions: ColumnElement[bool]) -> Select[Absence]:
    return (
        select(Absence)
        .join(Absence.post)
        .where(*conditions)
        .options(
            joinedload(Absence.post).selectinload(Post.holdings).joinedload(PostHolding.user),
            selectinload(Absence.deputies),
        )
        .order_by(Absence.id)
    )


def _running(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return Absence.since <= at, Absence.until > at
