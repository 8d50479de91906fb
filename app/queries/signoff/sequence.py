"""Reading the inbox in sequence: where a matter stands in it, which comes before and after, what changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.texts import TextPart
from app.extensions import db
from app.models import CityRoute, Escalation, ProposalVersion, Signature, SignoffStep, User
from app.queries.proposals.comparisons import compare_versions
from app.queries.signoff.waiting import waits_for

MOST = 500


@dataclass(frozen=True)
class InboxPlace:
    """A matter among those that wait for a person, the longest waiting first; number 0 where it does not wait."""

    number: int
    total: int
    previous_id: int | None
    next_id: int | None


@dataclass(frozen=True)
class Since:
    """What changed since a signature was last given for the person's city on another text of the matter."""

    signed_at: datetime
    own: bool
    parts: tuple[TextPart, ...]


def sequence_of(person: User, escalation: Escalation, at: datetime) -> InboxPlace:
    """Where a matter stands in the person's inbox; from one that was signed, the way on to the one that came after."""
    waiting = (
        select(CityRoute.escalation_id, SignoffStep.asked_at, SignoffStep.id)
        .join(CityRoute.steps)
        .join(CityRoute.escalation)
        .where(waits_for(person, at))
        .order_by(SignoffStep.asked_at, SignoffStep.id)
        .limit(MOST)
    )
    asked = {row.escalation_id: (row.asked_at, row.id) for row in db.session.execute(waiting)}
    ids = list(asked)
    if escalation.id in asked:
        place = ids.index(escalation.id)
        previous, following = ids[:place][-1:], ids[place + 1 :][:1] or ids[:place][:1]
        return InboxPlace(place + 1, len(ids), next(iter(previous), None), next(iter(following), None))
    since = _signed_step(person, escalation)
    later = [id for id, turn in asked.items() if since and turn > since]
    return InboxPlace(0, len(ids), None, next(iter([*later, *ids]), None))


def changes_since_signed(escalations: Iterable[Escalation], person: User) -> Mapping[int, Since]:
    """For each matter that the person, else the city, signed with another text before: which parts changed."""
    now_by_difference = {escalation.difference_id: escalation for escalation in escalations}
    found = {}
    for signature, earlier, version in _earlier(list(now_by_difference), person):
        present = now_by_difference[earlier.difference_id]
        if earlier.id >= present.id or earlier.text_hash == present.text_hash:
            continue
        parts = tuple(part.part for part in compare_versions(version, present.version).changed)
        found[present.id] = Since(signature.at, signature.user_id == person.id, parts)
    return found


def _signed_step(person: User, escalation: Escalation) -> tuple[datetime, int] | None:
    """The turn of the step that the person signed last: when it came to the city's posts, and its id."""
    steps = (step for route in escalation.cities for step in route.steps)
    signed = (s for s in steps if any(given.user_id == person.id for given in s.signatures))
    return max(((step.asked_at, step.id) for step in signed if step.asked_at), default=None)


def _earlier(difference_ids: list[int], person: User) -> list[tuple[Signature, Escalation, ProposalVersion]]:
    """Signatures for the person's city on these differences; the ones that count most come last."""
    if not difference_ids:
        return []
    wanted = (
        select(Signature, Escalation, ProposalVersion)
        .join(Signature.step)
        .join(SignoffStep.city_route)
        .join(CityRoute.escalation)
        .join(Escalation.version)
        .where(
            Escalation.difference_id.in_(difference_ids),
            (Signature.user_id == person.id) | (Signature.city_id == (person.city_id or 0)),
        )
        .order_by((Signature.user_id == person.id), Signature.id)
    )
    found = db.session.execute(wanted).unique()
    return [(signature, escalation, version) for signature, escalation, version in found]
