"""Managers of the demo who are away: one passed over, one with a deputy who can sign in the place."""

from datetime import timedelta

from app.actions.signoff import pass_over, register_absence
from app.domain.calendar import tokyo_date
from app.models import User
from seed.people import department_of
from seed.progress import running_steps
from seed.schedule import Story
from seed.stories import Telling

PASSED_OVER, STOOD_IN = "DIF-015", "DIF-011"


def absences(told: dict[str, Telling]) -> Story:
    """A 課長 of the last city is passed over; the 部長 of the first is away, and the 課長 may sign (S5, S6)."""
    passed, stood_in = told[PASSED_OVER], told[STOOD_IN]
    people, members = passed.world.people, passed.world.members
    yield passed.days.at(-1, 11)
    away = people.section_managers[members[-1].code, passed.domain]
    _register(passed, away, "出張のため")
    department = people.department_managers[members[-1].code, department_of(passed.domain)]
    for step in running_steps(passed.number):
        if step.city_route.city_id == members[-1].id:
            pass_over(step.id, department, post_id=step.holders[0].post_id)
    upper = people.department_managers[members[0].code, department_of(stood_in.domain)]
    _register(stood_in, upper, "休暇のため", people.section_managers[members[0].code, stood_in.domain])


def _register(telling: Telling, away: User, reason: str, *deputies: User) -> None:
    today = tokyo_date(telling.days.loaded_at)
    register_absence(
        telling.world.people.secretary,
        holding_id=away.holdings[0].id,
        since=today - timedelta(days=2),
        last_day=today + timedelta(days=5),
        reason=reason,
        deputy_ids=[deputy.id for deputy in deputies],
    )
