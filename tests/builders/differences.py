"""Differences at each of the first stages, raised and moved by the actions themselves."""

from app.actions.differences import close_survey, open_survey, raise_difference, state_practice
from app.domain.differences import DifferenceKind
from app.domain.workflow import Stage
from app.extensions import db
from app.models import City, Difference, Group, Practice, User
from app.transaction import transaction
from tests.builders.council import a_group, a_representative, a_secretary
from tests.support.serials import next_serial
from tests.support.worlds import kept

WHY = "同じ事案でも市によって扱いが異なり、共通の手順書を作れない。"


@kept
def a_difference(
    group: Group | None = None,
    author: User | None = None,
    title: str = "",
    kind: DifferenceKind = DifferenceKind.OPERATION,
    why: str = WHY,
) -> Difference:
    """A difference just raised, in a group of three cities unless one is given."""
    group = group or a_group()
    author = author or a_secretary()
    title = title or f"就学通知の発送時期 その{next_serial()}"
    with transaction():
        return raise_difference(group.id, author, title=title, kind=kind, why=why)


@kept
def a_surveying_difference(
    group: Group | None = None, leader: User | None = None, **raising: object
) -> Difference:
    """A difference on which the cities are asked for their practice; nobody has answered."""
    leader = leader or a_secretary()
    difference = a_difference(group, leader, **raising)  # type: ignore[arg-type]
    with transaction():
        open_survey(difference.number, leader)
    return difference


@kept
def a_practice(
    difference: Difference,
    city: City,
    body: str = "",
    author: User | None = None,
    **more: object,
) -> Practice:
    """A city's practice, stated by its representative (a new one unless given)."""
    author = author or a_representative(difference.group, city)
    body = body or f"{city.name_ja}では、学務課が一月末日までに通知を発送する。"
    with transaction():
        return state_practice(difference.number, city.id, author, body=body, **more)  # type: ignore[arg-type]


@kept
def all_practices(difference: Difference) -> list[Practice]:
    """Every participating city's practice, each its own wording, on the cities' instruction."""
    secretary = a_secretary()
    cities = sorted((place.city for place in difference.group.cities), key=lambda city: city.code)
    return [a_practice(difference, city, author=secretary, instruction="電話で確認") for city in cities]


@kept
def a_proposing_difference(
    group: Group | None = None, leader: User | None = None, **raising: object
) -> Difference:
    """A difference whose survey is closed, with the practice of every city stated."""
    leader = leader or a_secretary()
    difference = a_surveying_difference(group, leader, **raising)
    all_practices(difference)
    with transaction():
        close_survey(difference.number, leader)
    return difference


@kept
def put_at(difference: Difference, stage: Stage, into: Difference | None = None) -> Difference:
    """A difference put at a stage by force, where a test is not about how it came there."""
    with transaction():
        found = db.session.get_one(Difference, difference.id)
        setattr(found, "stage", stage)  # noqa: B010 - the product itself writes a stage in one place only
        found.merged_into = into if stage is Stage.MERGED else None
    return found
