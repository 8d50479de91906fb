"""Opening a round: the readiness list, and everything the round freezes (L4, B2, T1)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.actions.ballots.deadlines import closing_instant
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.actions.workflow import move
from app.clock import now
from app.domain.ballot_rules import Rule
from app.domain.calendar import latest_notice
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.readiness import ReadinessCode, open_points
from app.domain.rounds import RoundState
from app.domain.texts import normalise, text_hash
from app.domain.workflow import Act
from app.extensions import db
from app.models import City, Difference, Finding, Meeting, ProposalVersion, Round, RoundCity, User
from app.policies.ballots import may_open
from app.policies.fallback import may_open_fallback
from app.policies.rules import OTHER_RULE, checked_rule, council_rule, fallback_rule
from app.policies.verdicts import Invalid, NotFound, Refused, ensure, not_now
from app.policies.workflow import unchanged_since
from app.queries.ballots.fallback import after_round
from app.queries.ballots.one import last_round_of, rounds_of
from app.queries.ballots.people import people_who_act, voices_of
from app.queries.ballots.readiness import readiness_of
from app.queries.council import the_council
from app.queries.differences import lock_difference
from app.queries.proposals import on_the_table


def open_round(
    number: str,
    actor: User,
    *,
    closes_on: date | None = None,
    rule: Rule | None = None,
    overrides: Mapping[str, str] | None = None,
    meeting_id: int | None = None,
    sealed: bool | None = None,
    fallback_of: int | None = None,
    seen: int | None = None,
    key: str = "",
) -> Round:
    """Open a ballot on the version on the table and freeze rule, electorate, text and deadline (B2, T1).

    overrides are reasons by readiness code for its open points, and under "rule" for a rule that is not the council's.
    fallback_of names the failed round that the council's two thirds follow, after the chair's finding (B41).
    Raises Invalid naming the field `override_<code>` of a point without a reason (L4), or that of a wrong parameter.
    """
    difference = lock_difference(number)
    at = now()
    if not claim_key(key, actor):
        return last_round_of(difference)
    ensure(unchanged_since(difference, seen))
    ensure(may_open(actor, difference, at))
    version = _version_on_table(difference)
    cities = difference.group.voting_cities_at(at)
    council = the_council()
    reasons = {code: normalise(reason) for code, reason in (overrides or {}).items()}
    sealed = council.sealed or bool(sealed)
    if fallback_of is not None:
        reasons[OTHER_RULE] = _finding(difference, fallback_of, actor, at).reason
        rule = fallback_rule(council, len(cities), sealed)
    else:
        rule = checked_rule(rule or council_rule(council, len(cities)), council, len(cities), reasons, sealed)
    kept = _answered_points(difference, version, reasons, at)
    if rule.kind is not council.default_rule:
        kept[OTHER_RULE] = reasons[OTHER_RULE]
    closes_at = closing_instant(closes_on, at, rule, council)
    round = _frozen(difference, version, actor, rule, closes_at, at)
    round.overrides, round.sealed, round.meeting_id = kept, sealed, _meeting(meeting_id, difference)
    round.fallback_of_id = fallback_of
    round.electorate = _electorate(difference, cities, at)
    db.session.add(round)
    db.session.flush()
    move(difference, Act.OPEN_BALLOT, actor, EventKind.ROUND_OPENED, seen=seen, after=_facts(round, cities))
    notify(
        people_who_act(round, at),
        NoticeKind.ROUND_OPENED,
        subject=round,
        difference=difference,
        closes_at=closes_at.isoformat(),
    )
    return round


def _finding(difference: Difference, failed_id: int, actor: User, at: datetime) -> Finding:
    """The chair's finding about the failed round of this difference, without which there is no fallback (B41)."""
    failed = next((round for round in rounds_of(difference) if round.id == failed_id), None)
    if failed is None:
        raise NotFound
    after = after_round(failed)
    ensure(may_open_fallback(actor, after, at))
    if after.finding is None:
        raise NotFound
    return after.finding


def _version_on_table(difference: Difference) -> ProposalVersion:
    """The version to vote on, its stored hash proved against its text (T1, T2)."""
    proposal = on_the_table(difference)
    if proposal is None:
        raise Refused(not_now("no_proposal_on_table"))
    version = proposal.current
    if version.text_hash != text_hash(version.text):
        raise Refused(not_now("text_and_hash_differ"))
    return version


def _answered_points(
    difference: Difference, version: ProposalVersion, reasons: Mapping[str, str], at: datetime
) -> dict[str, str]:
    """The reasons for the open points of the readiness list; Invalid for a point without one (L4)."""
    items = readiness_of(difference, version, at)
    by_code = {code: reasons[code] for code in ReadinessCode if code in reasons}
    for item in open_points(items, by_code):
        raise Invalid(f"override_{item.code}", "override_needs_reason", point=item.code)
    return {item.code.value: by_code[item.code] for item in items if not item.met}


def _frozen(
    difference: Difference,
    version: ProposalVersion,
    actor: User,
    rule: Rule,
    closes_at: datetime,
    at: datetime,
) -> Round:
    difference.last_round += 1
    return Round(
        difference=difference,
        cycle=difference.cycle,
        number=difference.last_round,
        version=version,
        text_hash=version.text_hash,
        rule_frozen=rule.to_json(),
        opened_by_id=actor.id,
        opened_by_printed=actor.printed,
        opened_at=at,
        closes_at=closes_at,
        notice_by=latest_notice(closes_at, rule.min_working_days),
        state=RoundState.OPEN,
    )


def _electorate(difference: Difference, cities: list[City], at: datetime) -> list[RoundCity]:
    """The cities that vote; one without anybody to be told was not notified, and its silence is no consent (B36)."""
    reached = {person.city_id for person in voices_of(difference.group, {city.id for city in cities}, at)}
    return [RoundCity(city_id=city.id, notified_at=at if city.id in reached else None) for city in cities]


def _meeting(meeting_id: int | None, difference: Difference) -> int | None:
    meeting = db.session.get(Meeting, meeting_id) if meeting_id else None
    if meeting_id and (meeting is None or meeting.group_id != difference.group_id):
        raise Invalid("meeting_id", "meeting_of_another_group")
    return meeting_id


def _facts(round: Round, cities: list[City]) -> dict[str, Any]:
    return {
        "round": round.id,
        "number": round.number,
        "proposal": round.version.proposal.number,
        "version": round.version.number,
        "text_hash": round.text_hash,
        "rule": dict(round.rule_frozen),
        "cities": [city.code for city in cities],
        "closes_at": round.closes_at.isoformat(),
        "sealed": round.sealed,
        "overrides": dict(round.overrides),
        "fallback_of": round.fallback_of_id,
    }
