"""Raising a difference, and changing what it says about itself."""

from collections.abc import Iterable

from sqlalchemy import select

from app.actions.differences.texts import MAX_TITLE, line, said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.workflow import begin
from app.clock import now
from app.domain.differences import DifferenceKind
from app.domain.events import EventKind
from app.domain.numbering import format_difference_number
from app.domain.positions import is_reason
from app.extensions import db
from app.models import Difference, Group, StandardBusiness, User
from app.policies.differences import may_change, may_raise
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.differences import lock_difference
from app.queries.groups import lock_group


def raise_difference(
    group_id: int,
    actor: User,
    *,
    title: str,
    kind: DifferenceKind,
    why: str,
    standard_ids: Iterable[int] = (),
    key: str = "",
) -> Difference:
    """Put a new difference on the list of a group, with the next number, which is never used again."""
    group = lock_group(group_id)
    at = now()
    ensure(may_raise(actor, group, at))
    title, why = _checked(title, why)
    if not claim_key(key, actor):
        return _raised_before(group, actor, title)
    group.last_serial += 1
    difference = Difference(
        group=group,
        serial=group.last_serial,
        number=format_difference_number(group.code, group.last_serial),
        title=title,
        kind=kind,
        why=why,
        raised_by=actor,
        raised_at=at,
        standards=_standards(standard_ids),
    )
    begin(difference, actor, {"number": difference.number, **_facts(difference)})
    db.session.add(difference)
    db.session.flush()
    return difference


def change_difference(
    number: str,
    actor: User,
    *,
    title: str,
    kind: DifferenceKind,
    why: str,
    standard_ids: Iterable[int] = (),
    seen: int | None = None,
) -> Difference:
    """Correct title, kind, reasons or links before a ballot; saving without a change leaves no trace (L7)."""
    difference = lock_difference(number)
    ensure(may_change(actor, difference, now(), seen))
    before = _facts(difference)
    difference.title, difference.why = _checked(title, why)
    difference.kind = kind
    difference.standards = _standards(standard_ids)
    after = _facts(difference)
    if after != before:
        difference.stage_serial += 1
        record(
            EventKind.DIFFERENCE_CHANGED,
            actor=actor,
            subject=difference,
            difference=difference,
            before={name: value for name, value in before.items() if value != after[name]},
            after={name: value for name, value in after.items() if value != before[name]},
        )
    return difference


def _checked(title: str, why: str) -> tuple[str, str]:
    title = line("title", title, MAX_TITLE)
    if not is_reason(title):
        raise Invalid("title", "required")
    return title, said_in_words("why", why, "needs_words")


def _standards(ids: Iterable[int]) -> list[StandardBusiness]:
    wanted = select(StandardBusiness).where(StandardBusiness.id.in_(set(ids))).order_by(StandardBusiness.id)
    return list(db.session.scalars(wanted))


def _facts(difference: Difference) -> dict[str, object]:
    return {
        "title": difference.title,
        "kind": difference.kind.value,
        "why": difference.why,
        "standards": [standard.name for standard in difference.standards],
    }


def _raised_before(group: Group, actor: User, title: str) -> Difference:
    """What the same form raised the first time it was sent (B15)."""
    theirs = select(Difference).where(
        Difference.group_id == group.id, Difference.raised_by_id == actor.id, Difference.title == title
    )
    found = db.session.scalars(theirs.order_by(Difference.id.desc()).limit(1)).first()
    if found is None:
        raise NotFound
    return found
