"""Who belongs to a city's caucus on a difference: nobody outside the city, the secretariat included (A1)."""

from collections.abc import Collection
from datetime import datetime

from app.domain.roles import CITY_ROLES, RoleKind, UserKind
from app.domain.workflow import BEFORE_VOTING, ENDS, Stage
from app.models import Difference, Group, User
from app.policies.standing import roles_in
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person

MEMBERS = CITY_ROLES | {RoleKind.CHAIR}
DRAFTING = (*BEFORE_VOTING, Stage.VOTING)


def is_in_caucus(person: User, group: Group, at: datetime) -> bool:
    """Representative, deputies and members of the person's city in the group, and a chair from that city.

    An administrator keeps the installation of all cities and belongs to no caucus.
    """
    of_city = person.kind is UserKind.CITY and person.active and not person.administrator
    return of_city and any(role.kind in MEMBERS for role in roles_in(person, group, at))


def reads_caucus(person: User, group: Group, route_posts: Collection[int], at: datetime) -> bool:
    """Whoever is in it, and the managers of the city who hold a post on its route for the group's domain (by id)."""
    if is_in_caucus(person, group, at):
        return True
    of_city = person.kind is UserKind.CITY and person.active and not person.administrator
    return of_city and any(post.id in route_posts for post in person.posts_at(at))


def may_write_caucus(actor: User, difference: Difference, at: datetime) -> Verdict:
    """Whoever is in the caucus, on a hold as well, until the difference ends."""
    return first_refusal(
        _in_caucus(actor, difference, at),
        not_now("difference_has_ended") if difference.stage in ENDS else ALLOWED,
    )


def may_draft_position(actor: User, difference: Difference, at: datetime) -> Verdict:
    """Whoever is in the caucus of a member city that takes part, until the ballot is over."""
    votes = actor.city in difference.group.voting_cities_at(at)
    return first_refusal(
        _in_caucus(actor, difference, at),
        ALLOWED if votes else not_this_person("city_has_no_position"),
        not_now("held") if difference.held else ALLOWED,
        ALLOWED if difference.stage in DRAFTING else not_now("ballot_is_over"),
    )


def _in_caucus(actor: User, difference: Difference, at: datetime) -> Verdict:
    return ALLOWED if is_in_caucus(actor, difference.group, at) else not_this_person("own_caucus_only")
