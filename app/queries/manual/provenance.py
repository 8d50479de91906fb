"""Where a paragraph comes from: everything that was known of a decision, as facts an edition can keep (M3)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.calendar import tokyo_date
from app.extensions import db
from app.models import City, Decision, Disposition, Finding, Meeting

Facts = dict[str, Any]
OF_TALLY = ("rule", "counts", "result")


def provenance_of(decisions: Sequence[Decision]) -> dict[int, Facts]:
    """The facts of each decision by its id: JSON values only, in a bounded number of queries."""
    names = {city.id: _name(city) for city in db.session.scalars(select(City))}
    meetings = _meetings({d.meeting_id for d in decisions if d.meeting_id})
    answered = _dispositions({d.round_id for d in decisions if d.round_id}, names)
    found = _findings({d.round.fallback_of_id for d in decisions if d.round and d.round.fallback_of_id})
    return {d.id: _facts(d, names, meetings, answered, found) for d in decisions}


def _facts(
    decision: Decision,
    names: dict[int, Facts],
    meetings: dict[int, Facts],
    answered: dict[int, list[Facts]],
    found: dict[int, Facts],
) -> Facts:
    difference, earlier = decision.difference, decision.supersedes
    return {
        "decision": _decision(decision),
        "supersedes": {"id": earlier.id, "number": earlier.number} if earlier else None,
        "difference": {
            "number": difference.number,
            "title": difference.title,
            "kind": difference.kind.value,
        },
        "proposal": {"number": decision.version.proposal.number, "version": decision.version.number},
        "round": {"id": decision.round.id, "number": decision.round.number} if decision.round else None,
        "tally": {key: decision.tally[key] for key in OF_TALLY} if decision.tally else None,
        "finding": found.get(decision.round.fallback_of_id or 0) if decision.round else None,
        "cities": [_position(position, names) for position in decision.positions],
        "dispositions": answered.get(decision.round_id or 0, []),
        "signoffs": [_signature(signature, names) for signature in decision.signoffs],
        "meeting": meetings.get(decision.meeting_id or 0),
        "alternatives": [
            {key: other[key] for key in ("number", "version", "title", "withdrawn")}
            for other in decision.alternatives
        ],
        "scope": decision.scope,
        "exceptions": decision.exceptions,
    }


def _decision(decision: Decision) -> Facts:
    return {
        "id": decision.id,
        "number": decision.number,
        "decided_on": tokyo_date(decision.decided_at).isoformat(),
        "effective_on": decision.effective_on.isoformat(),
        "outcome": decision.outcome.value,
        "flags": list(decision.flags),
        "customization_answer": decision.customization_answer.value
        if decision.customization_answer
        else None,
        "text_hash": decision.text_hash,
    }


def _position(position: Facts, names: dict[int, Facts]) -> Facts:
    return {
        **names[position["city_id"]],
        "kind": position["kind"],
        "reason": position["reason"],
        "departure": position.get("departure"),
    }


def _signature(signature: Facts, names: dict[int, Facts]) -> Facts:
    kept = {key: signature[key] for key in ("post", "by", "for", "meaning", "at")}
    return {**names[signature["city_id"]], **kept}


def _name(city: City) -> Facts:
    return {"code": city.code, "ja": city.name_ja, "en": city.name_en}


def _meetings(ids: Collection[int]) -> dict[int, Facts]:
    if not ids:
        return {}
    wanted = select(Meeting.id, Meeting.number, Meeting.starts_at).where(Meeting.id.in_(ids))
    return {
        row.id: {"id": row.id, "number": row.number, "on": tokyo_date(row.starts_at).isoformat()}
        for row in db.session.execute(wanted)
    }


def _findings(round_ids: Collection[int]) -> dict[int, Facts]:
    """The chair's finding about each failed round that a fallback followed (B41)."""
    if not round_ids:
        return {}
    wanted = select(Finding).where(Finding.round_id.in_(round_ids)).options(joinedload(Finding.round))
    return {
        finding.round_id: {
            "round": finding.round.number,
            "by": finding.recorded_by_printed,
            "on": tokyo_date(finding.recorded_at).isoformat(),
            "reason": finding.reason,
        }
        for finding in db.session.scalars(wanted)
    }


def _dispositions(round_ids: Collection[int], names: dict[int, Facts]) -> dict[int, list[Facts]]:
    """What became of the comments that came with approvals, by round (B22)."""
    found: defaultdict[int, list[Facts]] = defaultdict(list)
    if round_ids:
        wanted = select(Disposition).where(Disposition.round_id.in_(round_ids)).order_by(Disposition.city_id)
        for disposition in db.session.scalars(wanted):
            found[disposition.round_id].append({**names[disposition.city_id], "body": disposition.body})
    return dict(found)
