"""Words: the label and colour of every enum value, the sentence of every refusal, dates and numbers in words.

Each area registers its own in a module of this package; nothing here knows Flask.
"""

from app.wording import (
    accounts,
    adoption,
    audit,
    ballots,
    council,
    decisions,
    differences,
    discussion,
    downloads,
    exceptions,
    importing,
    inquiries,
    joining,
    manual,
    meetings,
    planning,
    proposals,
    redaction,
    reminders,
    savings,
    search,
    signoff,
)
from app.wording.registry import label, member, reason, tone

for _area in (
    accounts,
    adoption,
    audit,
    ballots,
    council,
    decisions,
    differences,
    discussion,
    downloads,
    exceptions,
    importing,
    inquiries,
    joining,
    manual,
    meetings,
    planning,
    proposals,
    redaction,
    reminders,
    savings,
    search,
    signoff,
):
    _area.register()

__all__ = ["label", "member", "reason", "tone"]
