"""Suggesting a change to a version, and what becomes of it: accepted, declined, withdrawn, or outdated (T8, T9)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from app.actions.differences.texts import checked_markdown, said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.actions.proposals.versions import add_version, replaced_on_the_table, version_facts
from app.clock import now
from app.domain.amending import AmendmentState, carried, overtaken
from app.domain.events import EventKind
from app.domain.merging import Conflict
from app.domain.notices import NoticeKind
from app.domain.texts import normalise
from app.extensions import db
from app.models import Amendment, ProposalVersion, User
from app.policies.amendments import (
    may_settle_amendment,
    may_suggest,
    may_withdraw_amendment,
    unrevised_since,
)
from app.policies.verdicts import Invalid, Refused, ensure, not_now
from app.queries.proposals import lock_proposal, version_numbered
from app.queries.proposals.amendments import last_amendment_of, lock_amendment, open_amendments


class AmendmentConflict(Refused):
    """Others touched the lines that the amendment changes, or took them away: nothing was applied (T8)."""

    def __init__(self) -> None:
        super().__init__(not_now("amendment_does_not_fit"))


def suggest_amendment(
    proposal_id: int, actor: User, *, base: int, body: str, reason: str, key: str = ""
) -> Amendment:
    """Suggest another body for version `base` of the proposal on the table; the same key suggests once (B15)."""
    proposal = lock_proposal(proposal_id)
    at = now()
    ensure(may_suggest(actor, proposal, at))
    version = version_numbered(proposal, base)
    body, why = _suggested(version, body), said_in_words("reason", reason)
    if not claim_key(key, actor):
        return last_amendment_of(proposal, actor)
    proposal.last_amendment += 1
    amendment = Amendment(
        proposal=proposal,
        number=proposal.last_amendment,
        base=version,
        body=body,
        reason=why,
        author_id=actor.id,
        author_printed=actor.printed,
        city_id=actor.city_id,
        created_at=at,
        state=AmendmentState.OPEN,
    )
    db.session.add(amendment)
    _record(EventKind.AMENDMENT_SUGGESTED, amendment, actor, reason=why)
    _tell(proposal.author, NoticeKind.AMENDMENT_SUGGESTED, amendment, actor)
    return amendment


def accept_amendment(amendment_id: int, actor: User, *, seen: int | None = None, key: str = "") -> Amendment:
    """Make a version of the present text with the amendment in it, which credits its author (T9).

    Raises AmendmentConflict where others touched its lines since (T8); open amendments that lose their place by it
    become outdated. seen is the version that the acceptor read.
    """
    amendment = lock_amendment(amendment_id)
    at = now()
    if not claim_key(key, actor):
        return amendment
    ensure(may_settle_amendment(actor, amendment, at))
    ensure(unrevised_since(amendment.proposal, seen))
    before = amendment.proposal.current
    version = _new_version(amendment, actor, at)
    amendment.result = version
    _end(amendment, AmendmentState.ACCEPTED, actor, at)
    rivals = _outdate_rivals(amendment, before.body, version.body, actor, at)
    _record(
        EventKind.AMENDMENT_ACCEPTED,
        amendment,
        actor,
        before=version_facts(amendment.proposal, before),
        **version_facts(amendment.proposal, version),
        outdated=[rival.number for rival in rivals],
    )
    _tell(amendment.author, NoticeKind.AMENDMENT_ACCEPTED, amendment, actor)
    if amendment.proposal.on_table:
        replaced_on_the_table(amendment.proposal, version, actor, at)
    return amendment


def decline_amendment(amendment_id: int, actor: User, *, reason: str, key: str = "") -> Amendment:
    """Say why the text stays as it is; the amendment stays readable with this reason."""
    amendment = lock_amendment(amendment_id)
    at = now()
    if not claim_key(key, actor):
        return amendment
    ensure(may_settle_amendment(actor, amendment, at))
    amendment.answer = said_in_words("reason", reason)
    _end(amendment, AmendmentState.DECLINED, actor, at)
    _record(EventKind.AMENDMENT_DECLINED, amendment, actor, reason=amendment.answer)
    _tell(amendment.author, NoticeKind.AMENDMENT_DECLINED, amendment, actor)
    return amendment


def withdraw_amendment(amendment_id: int, actor: User, *, key: str = "") -> Amendment:
    """Take one's own amendment back; it stays readable."""
    amendment = lock_amendment(amendment_id)
    at = now()
    if not claim_key(key, actor):
        return amendment
    ensure(may_withdraw_amendment(actor, amendment, at))
    _end(amendment, AmendmentState.WITHDRAWN, actor, at)
    _record(EventKind.AMENDMENT_WITHDRAWN, amendment, actor)
    return amendment


def _suggested(version: ProposalVersion, body: str) -> str:
    body = checked_markdown("body", body)
    if not body.strip():
        raise Invalid("body", "required")
    if body == normalise(version.body):
        raise Invalid("body", "amendment_changes_nothing")
    return body


def _new_version(amendment: Amendment, actor: User, at: datetime) -> ProposalVersion:
    present = amendment.proposal.current
    result = carried(amendment.base.body, amendment.body, present.body)
    if isinstance(result, Conflict):
        raise AmendmentConflict
    if result.text == present.body:
        raise Refused(not_now("amendment_is_in_the_text"))
    return add_version(
        amendment.proposal,
        actor,
        replace(present.text, body=result.text),
        at,
        yearly_saving_yen=present.yearly_saving_yen,
        amendment=amendment,
    )


def _outdate_rivals(
    accepted: Amendment, before: str, after: str, actor: User, at: datetime
) -> list[Amendment]:
    """The open amendments that overlap with the accepted one become outdated, and are kept (T8)."""
    rivals = [
        other
        for other in open_amendments(accepted.proposal)
        if overtaken(other.base.body, other.body, before, after)
    ]
    for rival in rivals:
        rival.outdated_by = accepted
        _end(rival, AmendmentState.OUTDATED, actor, at)
        _tell(rival.author, NoticeKind.AMENDMENT_OUTDATED, rival, actor)
    return rivals


def _end(amendment: Amendment, state: AmendmentState, actor: User, at: datetime) -> None:
    by = actor.printed
    amendment.state, amendment.ended_at = state, at
    amendment.ended_by_id, amendment.ended_by_printed = actor.id, by
    db.session.flush()


def _record(
    kind: EventKind, amendment: Amendment, actor: User, before: dict[str, Any] | None = None, **facts: Any
) -> None:
    proposal = amendment.proposal
    about = {
        "difference": proposal.difference.number,
        "proposal": proposal.number,
        "amendment": amendment.number,
        "base": amendment.base.number,
        "by": amendment.author_printed,
    }
    record(
        kind,
        actor=actor,
        subject=amendment,
        difference=proposal.difference,
        before=before,
        after={**about, **facts},
    )


def _tell(person: User, kind: NoticeKind, amendment: Amendment, actor: User) -> None:
    """Tell one person what happened to an amendment, unless they did it themselves."""
    if person.id == actor.id:
        return
    proposal = amendment.proposal
    notify(
        [person],
        kind,
        subject=amendment,
        difference=proposal.difference,
        proposal=proposal.number,
        amendment=amendment.number,
    )
