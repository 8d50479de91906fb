"""The way of minutes: drafted, edited, circulated, confirmed by each city, final (M5, M6)."""

from datetime import datetime

from app.actions.differences.texts import checked_markdown
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.meetings.draft_text import draft_text
from app.actions.meetings.numbering import number_minutes
from app.actions.notices import notify
from app.clock import now
from app.domain.events import EventKind
from app.domain.meetings import MinutesState
from app.domain.minutes import final_hash, text_hash, without_unknown
from app.domain.notices import NoticeKind
from app.domain.texts import normalise
from app.extensions import db
from app.models import Meeting, Minutes, MinutesConfirmation, MinutesVersion, User
from app.policies.meetings import (
    confirming_cities,
    may_circulate,
    may_confirm,
    may_draft_minutes,
    may_edit_minutes,
    may_finalise,
)
from app.policies.verdicts import Invalid, Refused, ensure, not_now
from app.queries.meetings import lock_meeting, lock_minutes, version_of
from app.queries.meetings.confirming import confirmed_ids, unconfirmed_cities
from app.queries.meetings.facts import facts_of
from app.queries.meetings.material import material_of
from app.queries.meetings.people import group_without
from app.queries.meetings.references import bound
from app.queries.meetings.remarks import unanswered_remarks


class MinutesConflict(Refused):
    """Somebody saved another version meanwhile (T10): base is what the editor saw, theirs what stands now."""

    def __init__(self, base: int, theirs: int) -> None:
        super().__init__(not_now("minutes_edited_meanwhile"))
        self.base = base
        self.theirs = theirs


def draft_minutes(meeting_id: int, actor: User, *, key: str = "") -> Minutes:
    """Make the first version of the minutes from what happened (M9); the same form makes it once."""
    meeting = lock_meeting(meeting_id)
    at = now()
    if not claim_key(key, actor) and meeting.minutes is not None:
        return meeting.minutes
    ensure(may_draft_minutes(actor, meeting, at))
    minutes = Minutes(meeting=meeting, state=MinutesState.DRAFT, last_version=0)
    db.session.add(minutes)
    text = normalise(draft_text(material_of(meeting)))
    known = bound(text, meeting.group)
    version = _add_version(minutes, actor, without_unknown(text, {*known.decisions, *known.rounds}), at)
    _record(EventKind.MINUTES_DRAFTED, minutes, actor, version)
    return minutes


def edit_minutes(minutes_id: int, actor: User, *, body: str, base: int, key: str = "") -> MinutesVersion:
    """Save a new version over version `base`, with the facts of the meeting as they are now.

    No city has confirmed the new version, and it is a draft again (M5). Where neither text nor facts changed there is
    none. Raises MinutesConflict where somebody else saved since (T10), Invalid for a reference to nothing (M7).
    """
    minutes = lock_minutes(minutes_id)
    at = now()
    ensure(may_edit_minutes(actor, minutes, at))
    text = checked_body(body, minutes.meeting)
    present, seen = minutes.current, version_of(minutes, base)
    if seen is not present and text not in (present.body, seen.body):
        raise MinutesConflict(seen.number, present.number)
    untouched = seen is not present and text == seen.body
    same = text == present.body and facts_of(minutes.meeting).to_json() == present.facts
    if untouched or same or not claim_key(key, actor):
        return present
    version = _add_version(minutes, actor, text, at)
    minutes.state, minutes.circulated_at = MinutesState.DRAFT, None
    _record(EventKind.MINUTES_EDITED, minutes, actor, version, before=present)
    return version


def circulate_minutes(minutes_id: int, actor: User, *, version: int | None = None) -> Minutes:
    """Send the present version to the cities to confirm; the group is told. The first time gives a document number."""
    minutes = lock_minutes(minutes_id)
    at = now()
    present = minutes.current
    open_rounds = bound(present.body, minutes.meeting.group).open_rounds
    ensure(may_circulate(actor, minutes, open_rounds, bool(present.facts["present"]), at))
    _check_version(present, version)
    minutes.state, minutes.circulated_at = MinutesState.CIRCULATED, at
    number_minutes(minutes, at)
    _record(EventKind.MINUTES_CIRCULATED, minutes, actor, present)
    confirm_if_complete(minutes, at)
    _tell(minutes, actor, NoticeKind.MINUTES_CIRCULATED, str(present.number), at)
    return minutes


def confirm_minutes(minutes_id: int, actor: User, *, version: int) -> Minutes:
    """Confirm the version that was read, for the actor's city (M5)."""
    minutes = lock_minutes(minutes_id)
    at = now()
    present = minutes.current
    ensure(may_confirm(actor, minutes, confirmed_ids(present), at))
    _check_version(present, version)
    present.confirmations.append(
        MinutesConfirmation(
            city_id=actor.city_id, city=actor.city, user_id=actor.id, user_printed=actor.printed, at=at
        )
    )
    _record(EventKind.MINUTES_CONFIRMED, minutes, actor, present)
    confirm_if_complete(minutes, at)
    return minutes


def finalise_minutes(minutes_id: int, actor: User, *, version: int | None = None) -> Minutes:
    """Make the confirmed version final; its hash covers text, facts, confirmations and what it refers to (M5, M6)."""
    minutes = lock_minutes(minutes_id)
    at = now()
    present = minutes.current
    unanswered = len(unanswered_remarks(minutes))
    ensure(may_finalise(actor, minutes, unconfirmed_cities(minutes, at), unanswered, at))
    _check_version(present, version)
    confirmed = [
        {"city": each.city.code, "by": each.user_printed, "at": each.at.isoformat()}
        for each in present.confirmations
    ]
    number_minutes(minutes, at)
    refers_to = bound(present.body, minutes.meeting.group).facts()
    minutes.final_hash = final_hash(present.text_hash, confirmed, refers_to)
    minutes.state, minutes.final_at = MinutesState.FINAL, at
    _record(EventKind.MINUTES_FINALISED, minutes, actor, present)
    _tell(minutes, actor, NoticeKind.MINUTES_FINAL, "", at)
    return minutes


def checked_body(body: str, meeting: Meeting) -> str:
    """The text as it is stored; Invalid where it says nothing, is too much to show, or refers to nothing (M7)."""
    text = checked_markdown("body", body)
    if not text.strip():
        raise Invalid("body", "required")
    unknown = bound(text, meeting.group).unknown
    if unknown:
        raise Invalid("body", "unknown_reference", text=" ".join(unknown))
    return text


def _add_version(minutes: Minutes, actor: User, body: str, at: datetime) -> MinutesVersion:
    facts = facts_of(minutes.meeting).to_json()
    version = MinutesVersion(
        number=minutes.last_version + 1,
        body=body,
        facts=facts,
        text_hash=text_hash(body, facts),
        author_id=actor.id,
        author_printed=actor.printed,
        created_at=at,
    )
    minutes.versions.append(version)
    minutes.last_version = version.number
    db.session.flush()
    db.session.expire(minutes, ["current"])
    return version


def _check_version(present: MinutesVersion, seen: int | None) -> None:
    """What is confirmed, sent round or made final is the version that was on the screen."""
    if seen is not None and seen != present.number:
        raise Refused(not_now("minutes_changed_meanwhile"))


def confirm_if_complete(minutes: Minutes, at: datetime) -> None:
    """Note that every city that must has confirmed locked minutes: also once one that had not has left (D10)."""
    must = {city.id for city in confirming_cities(minutes.meeting, at)}
    if must <= confirmed_ids(minutes.current):
        minutes.state = MinutesState.CONFIRMED


def _tell(minutes: Minutes, actor: User, kind: NoticeKind, key: str, at: datetime) -> None:
    meeting = minutes.meeting
    notify(
        group_without(actor, meeting, at),
        kind,
        subject=meeting,
        key=key,
        meeting=meeting.number,
        group=meeting.group.code,
    )


def _record(
    kind: EventKind,
    minutes: Minutes,
    actor: User,
    version: MinutesVersion,
    before: MinutesVersion | None = None,
) -> None:
    record(
        kind,
        actor=actor,
        subject=minutes.meeting,
        group=minutes.meeting.group,
        before={"version": before.number, "text_hash": before.text_hash} if before else None,
        after={
            "meeting": minutes.meeting.number,
            "version": version.number,
            "text_hash": version.text_hash,
            "state": minutes.state.value,
            **({"number": minutes.numbered.number} if minutes.numbered else {}),
            **({"final_hash": minutes.final_hash} if minutes.final_hash else {}),
        },
    )
