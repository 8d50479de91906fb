"""Signatures bind one text: where another comes in its place they are dismissed, and stay readable (T6)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.actions.events import record
from app.clock import now
from app.domain.events import EventKind
from app.domain.signoff import Meaning, SignoffState
from app.models import CityRoute, Difference, Signature, User
from app.policies.signoff import RESUMABLE
from app.queries.signoff import last_escalation


def dismiss_signoffs(difference: Difference, actor: User | None, *, keep_hash: str | None = None) -> None:
    """Dismiss every signature of the last escalation unless it was about keep_hash; every city begins anew (S3).

    Called on a locked difference whenever the text on the table changes. A text put back later revives nothing (T5).
    """
    escalation = last_escalation(difference)
    if escalation is None or escalation.state not in RESUMABLE or escalation.text_hash == keep_hash:
        return
    signatures = [
        signature
        for city_route in escalation.cities
        for step in city_route.steps
        for signature in step.signatures
        if signature.dismissed_at is None
    ]
    at = now()
    dismiss_standing(escalation.cities, at)
    escalation.state = SignoffState.DISMISSED
    record(
        EventKind.SIGNOFFS_DISMISSED,
        actor=actor,
        subject=escalation,
        difference=difference,
        before={"text_hash": escalation.text_hash},
        after={
            "text_hash": keep_hash,
            "signatures": [_facts(s) for s in signatures if s.meaning is Meaning.APPROVE],
        },
    )


def dismiss_standing(city_routes: Iterable[CityRoute], at: datetime) -> None:
    """Dismiss what stands on some cities' routes: signatures, and what absent managers were to read (S6)."""
    for city_route in city_routes:
        for step in city_route.steps:
            for signature in step.signatures:
                signature.dismissed_at = signature.dismissed_at or at
            for reading in step.readings:
                reading.dismissed_at = reading.dismissed_at or at


def _facts(signature: Signature) -> dict[str, Any]:
    return {"city_name": signature.city.names, "post": signature.post_name, "by": signature.printed_name}
