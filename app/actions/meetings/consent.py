"""The consent list of a meeting: items listed, pulled out by a city, and the rest put to their ballots together.

Nothing is decided beside the ballots: each item gets its own round under consent by silence, with notice and a full
period, and every city may still object in it (B32, B36).
"""

from datetime import date, datetime
from typing import Any

from app.actions.ballots import cast_position
from app.actions.differences.texts import line, said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.meetings.balloting import open_on
from app.actions.notices import notify
from app.clock import now
from app.domain.ballot_rules import RuleKind
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.domain.roles import RoleKind
from app.extensions import db
from app.models import AgendaItem, ConsentItem, Meeting, Round, User
from app.policies.ballots import may_cast
from app.policies.consent import (
    may_approve_together,
    may_list_for_consent,
    may_pull,
    may_put_together,
    may_take_off_consent,
)
from app.policies.rules import OTHER_RULE, council_rule
from app.policies.verdicts import ensure
from app.queries.ballots.one import lock_round
from app.queries.council import the_council
from app.queries.meetings import lock_item, lock_meeting
from app.queries.roles import people_of_group, secretaries


def list_for_consent(item_id: int, actor: User) -> ConsentItem:
    """Put an item of the agenda on the consent list."""
    item = lock_item(item_id)
    at = now()
    ensure(may_list_for_consent(actor, item, at))
    item.consent = ConsentItem(listed_by_id=actor.id, listed_by_printed=actor.printed, listed_at=at)
    _record(EventKind.CONSENT_LISTED, item, actor, listed=True)
    db.session.flush()
    return item.consent


def take_off_consent(item_id: int, actor: User) -> None:
    """Take an item off the consent list again; it stays on the agenda."""
    item = lock_item(item_id)
    ensure(may_take_off_consent(actor, item, now()))
    item.consent = None
    _record(EventKind.CONSENT_LISTED, item, actor, listed=False)


def pull_from_consent(item_id: int, actor: User, *, reason: str = "") -> ConsentItem:
    """Pull an item out for the actor's city: it is talked about by itself, and nobody lists it again."""
    item = lock_item(item_id)
    at = now()
    ensure(may_pull(actor, item, at))
    consent = item.consent
    assert consent is not None  # noqa: S101 - the policy has looked
    consent.pulled_at, consent.pulled_by_id, consent.pulled_by_printed = at, actor.id, actor.printed
    consent.pulled_city_id, consent.pull_reason = actor.city_id, line("reason", reason)
    _record(EventKind.CONSENT_PULLED, item, actor, reason=consent.pull_reason)
    meeting = item.meeting
    chairs = people_of_group(meeting.group, at, kinds=(RoleKind.CHAIR,))
    notify(
        [*chairs, *secretaries()],
        NoticeKind.CONSENT_PULLED,
        subject=meeting,
        difference=item.difference,
        key=str(item.id),
        meeting=meeting.number,
        group=meeting.group.code,
    )
    return consent


def put_together(
    meeting_id: int, actor: User, *, reason: str, closes_on: date | None = None, key: str = ""
) -> list[Round]:
    """Open the ballots on everything that waits on the consent list, all until the same day, or none of them.

    Silence is consent in them, for a city that was told in time and where at least one approves (B35, B36). Raises
    Invalid naming the item that is not ready for a ballot (L4).
    """
    meeting = lock_meeting(meeting_id)
    at = now()
    if not claim_key(key, actor):
        return []
    ensure(may_put_together(actor, meeting, at))
    reason = said_in_words("reason", reason)
    waiting = [item for item in meeting.agenda if item.consent and item.consent.waits]
    rounds = [
        _open(item, actor, reason, closes_on, at)
        for item in sorted(waiting, key=lambda i: i.difference_id or 0)
    ]
    meeting.serial += 1
    record(
        EventKind.CONSENT_PUT,
        actor=actor,
        subject=meeting,
        group=meeting.group,
        after={
            "meeting": meeting.number,
            "reason": reason,
            "closes_at": rounds[0].closes_at.isoformat(),
            "rounds": [{"difference": each.difference.number, "round": each.id} for each in rounds],
        },
    )
    return rounds


def approve_together(meeting_id: int, actor: User) -> int:
    """Approve for the actor's city in every ballot of the consent list in which it has no position; how many."""
    meeting = lock_meeting(meeting_id)
    at, approved = now(), 0
    ensure(may_approve_together(actor, meeting, at))
    for item in sorted(meeting.agenda, key=lambda i: i.difference_id or 0):
        if item.consent is None or item.consent.round_id is None:
            continue
        round = lock_round(item.consent.round_id)
        if may_cast(actor, round, at) and round.position_of(actor.city_id) is None:
            cast_position(round.id, actor, kind=PositionKind.APPROVE, seen=0)
            approved += 1
    return approved


def _open(item: AgendaItem, actor: User, reason: str, closes_on: date | None, at: datetime) -> Round:
    """The ballot on one item, by the one act that opens ballots; a readiness list with open points is refused."""
    difference, consent = item.difference, item.consent
    assert difference is not None and consent is not None  # noqa: S101, PT018 - only such items are listed
    rule = council_rule(the_council(), len(difference.group.voting_cities_at(at)), RuleKind.NO_OBJECTION)
    round = open_on(
        item, actor, rule=rule, overrides={OTHER_RULE: reason}, closes_on=closes_on, field="reason"
    )
    consent.round_id = round.id
    return round


def _record(kind: EventKind, item: AgendaItem, actor: User, **facts: Any) -> None:
    meeting: Meeting = item.meeting
    meeting.serial += 1
    record(
        kind,
        actor=actor,
        subject=meeting,
        difference=item.difference,
        group=meeting.group,
        after={
            "meeting": meeting.number,
            "difference": item.difference.number if item.difference else None,
            "title": item.title,
            **facts,
        },
    )
