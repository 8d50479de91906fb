"""Opening the ballot on an item of a meeting, by the one act that opens ballots."""

from collections.abc import Mapping
from datetime import date

from app.actions.ballots import open_round
from app.clock import now
from app.domain.ballot_rules import Rule
from app.models import AgendaItem, Round, User
from app.policies.meetings import may_change_meeting
from app.policies.verdicts import Invalid, NotFound, Refused, ensure


def open_on(
    item: AgendaItem,
    actor: User,
    *,
    rule: Rule,
    closes_on: date | None,
    field: str,
    overrides: Mapping[str, str] | None = None,
) -> Round:
    """Open the ballot on an item in its meeting; nothing on the readiness list is overridden from here (L4).

    Raises Invalid, on the field given, naming a difference that is not ready for a ballot.
    """
    ensure(may_change_meeting(actor, item.meeting, now()))
    if item.difference is None:
        raise NotFound
    number = item.difference.number
    try:
        return open_round(
            number, actor, closes_on=closes_on, rule=rule, overrides=overrides, meeting_id=item.meeting_id
        )
    except Invalid as problem:
        if not problem.field.startswith("override_"):
            raise
    except Refused:
        pass
    raise Invalid(field, "agenda_item_not_ready", number=number)
