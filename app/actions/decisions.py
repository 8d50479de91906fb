"""Deciding: the number is given, and everything that was known is kept with it (D1, D2)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.actions.adoption import lay_items
from app.actions.notices import notify
from app.actions.workflow import move
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.fiscal import fiscal_year
from app.domain.notices import NoticeKind
from app.domain.numbering import format_decision_number
from app.domain.texts import text_hash
from app.domain.workflow import Act
from app.extensions import db
from app.models import (
    Decision,
    DecisionSeries,
    Difference,
    Escalation,
    Position,
    ProposalVersion,
    Round,
    RoundCity,
    Signature,
    User,
)
from app.policies.decisions import may_be_decided
from app.policies.verdicts import ensure
from app.queries.council import the_council
from app.queries.decisions import latest_decision, others_considered
from app.queries.roles import people_of_group
from app.queries.signoff import signers_of


def decide(
    difference: Difference,
    version: ProposalVersion,
    *,
    round: Round | None,
    escalation: Escalation | None,
    actor: User | None,
) -> Decision:
    """Make the decision of a locked difference from its closed round or its signed escalation (D1, D2, S11).

    actor None is the clock. The text is hashed again: it must be the one that was voted and signed (T6).
    """
    ensure(may_be_decided(difference, version, text_hash(version.text), round, escalation))
    at = now()
    council = the_council()
    year = fiscal_year(tokyo_date(at), council.fiscal_year_start_month)
    domain = difference.group.domain
    serial = _next_serial(year, domain.id)
    earlier = latest_decision(difference)
    decision = Decision(
        fiscal_year=year,
        domain_id=domain.id,
        serial=serial,
        number=format_decision_number(year, domain.short_name_ja, serial),
        difference_id=difference.id,
        group_id=difference.group_id,
        cycle=difference.cycle,
        round=round,
        escalation=escalation,
        version=version,
        meeting_id=round.meeting_id if round else None,
        supersedes_id=earlier.id if earlier else None,
        title=version.title,
        body=version.body,
        outcome=version.outcome,
        flags=list(version.flags),
        customization_answer=version.customization_answer,
        scope=version.scope,
        exceptions=version.exceptions,
        text_hash=version.text_hash,
        tally=round.tally_frozen if round else None,
        positions=_positions(round) if round else [],
        signoffs=_signoffs(escalation) if escalation else [],
        board=_board(escalation) if escalation else None,
        alternatives=_alternatives(difference, version),
        yearly_saving_yen=version.yearly_saving_yen,
        decided_at=at,
        effective_on=version.effective_on or tokyo_date(at),
    )
    db.session.add(decision)
    db.session.flush()
    lay_items(decision, difference.group.voting_cities_at(at))
    _tell(difference, decision, escalation, actor)
    return decision


def _tell(
    difference: Difference, decision: Decision, escalation: Escalation | None, actor: User | None
) -> None:
    """Move the difference, and tell the group and everybody who signed."""
    facts = {
        "decision": decision.id,
        "number": decision.number,
        "title": decision.title,
        "text_hash": decision.text_hash,
    }
    move(difference, Act.SIGN if escalation else Act.CARRY, actor, EventKind.DECIDED, after=facts)
    people = people_of_group(difference.group, decision.decided_at)
    if escalation is not None:
        people = [*people, *signers_of(escalation)]
    notify(people, NoticeKind.DECIDED, subject=decision, difference=difference, number=decision.number)


def _next_serial(year: int, domain_id: int) -> int:
    """The next number of a fiscal year and domain; its row stays locked until the commit, so no number is lost (D1)."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(DecisionSeries).values(fiscal_year=year, domain_id=domain_id, last_serial=0)
    db.session.execute(first.on_conflict_do_nothing())
    series = db.session.scalars(
        select(DecisionSeries)
        .where(DecisionSeries.fiscal_year == year, DecisionSeries.domain_id == domain_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    series.last_serial += 1
    return series.last_serial


def _positions(round: Round) -> list[dict[str, Any]]:
    """Every city of the electorate with its position, or none, as the round closed."""
    taken = {p.city_id: p for p in db.session.scalars(select(Position).where(Position.round_id == round.id))}
    entries = sorted(round.electorate, key=lambda entry: entry.city.code)
    return [_position(entry, taken.get(entry.city_id)) for entry in entries]


def _position(entry: RoundCity, taken: Position | None) -> dict[str, Any]:
    """A city's position with who recorded it, on whose instruction (B14), and how a departure was settled (B4)."""
    return {
        "city_id": entry.city_id,
        "city": entry.city.name_ja,
        "kind": taken.kind.value if taken else None,
        "reason": taken.reason if taken else "",
        "by": taken.user_printed if taken else "",
        "acting_as": taken.acting_as.value if taken else None,
        "evidence": taken.evidence if taken else "",
        "at": taken.at.isoformat() if taken else None,
        "departure": entry.departure.value if entry.departure else None,
    }


def _signoffs(escalation: Escalation) -> list[dict[str, Any]]:
    """The signatures that stand, by city and step."""
    return [
        _signature(signature, step.position)
        for city_route in sorted(escalation.cities, key=lambda city_route: city_route.city.code)
        for step in city_route.steps
        for signature in step.signatures
        if signature.dismissed_at is None
    ]


def _signature(signature: Signature, step: int) -> dict[str, Any]:
    return {
        "city_id": signature.city_id,
        "city": signature.city.name_ja,
        "step": step,
        "post": signature.post_name,
        "by": signature.printed_name,
        "for": signature.principal_printed,
        "meaning": signature.meaning.value,
        "reason": signature.reason,
        "text_hash": signature.text_hash,
        "at": signature.at.isoformat(),
    }


def _board(escalation: Escalation) -> dict[str, Any] | None:
    """What the board said last, where it was asked (S12)."""
    if not escalation.needs_board:
        return None
    finding = escalation.findings[-1]
    return {
        "met_on": finding.met_on.isoformat(),
        "evidence": finding.evidence,
        "by": finding.recorded_by_printed,
        "at": finding.recorded_at.isoformat(),
    }


def _alternatives(difference: Difference, chosen: ProposalVersion) -> list[dict[str, Any]]:
    """The other proposals as they last stood: what was not chosen stays readable with the decision (D2)."""
    return [
        {
            "number": proposal.number,
            "version": proposal.current.number,
            "title": proposal.current.title,
            "text_hash": proposal.current.text_hash,
            "withdrawn": proposal.withdrawn_at is not None,
        }
        for proposal in others_considered(difference, chosen)
    ]
