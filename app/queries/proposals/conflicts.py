"""Two editors saved from the same version (T10): the base, what stands now, what was typed, and both together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.domain.merging import Merged, merge
from app.domain.texts import ProposalText
from app.models import Proposal, ProposalVersion
from app.queries.proposals.comparisons import Comparison, compare_versions
from app.queries.proposals.one import version_numbered

T = TypeVar("T")


class _BothTouched(Exception):
    """Both sides changed the same place."""


@dataclass(frozen=True)
class EditConflictPage:
    """The three texts, what the other changed, what saving the typed text over it would change.

    mine is no row of the database; combined holds both sides' changes, None where they touch.
    """

    proposal: Proposal
    base: ProposalVersion
    theirs: ProposalVersion
    mine: ProposalVersion
    by_them: Comparison
    by_me: Comparison
    combined: ProposalVersion | None


def edit_conflict(
    proposal: Proposal, base: int, theirs: int, typed: ProposalText, yearly_saving_yen: int | None
) -> EditConflictPage:
    """What the second of two editors sees; the numbers are those of versions of the proposal."""
    seen, present = version_numbered(proposal, base), version_numbered(proposal, theirs)
    mine = as_version(typed, yearly_saving_yen)
    return EditConflictPage(
        proposal,
        seen,
        present,
        mine,
        by_them=compare_versions(seen, present, marks=True),
        by_me=compare_versions(present, mine, marks=True),
        combined=combined(seen, mine, present),
    )


def as_version(text: ProposalText, yearly_saving_yen: int | None) -> ProposalVersion:
    """What was typed, in the shape of a version, for comparing only: it is never added to the session."""
    return ProposalVersion(
        number=0,
        title=text.title,
        body=text.body,
        outcome=text.outcome,
        flags=sorted(text.flags),
        customization_answer=text.customization_answer,
        scope=text.scope,
        effective_on=text.effective_on,
        exceptions=text.exceptions,
        attachment_hashes=list(text.attachment_hashes),
        yearly_saving_yen=yearly_saving_yen,
        text_hash="",
    )


def combined(base: ProposalVersion, mine: ProposalVersion, theirs: ProposalVersion) -> ProposalVersion | None:
    """Both sides' changes to the base in one version, or None where both touched the same or neighbouring lines."""

    def both(name: str, join: Callable[[Any, Any, Any], Any]) -> Any:
        return join(getattr(base, name), getattr(mine, name), getattr(theirs, name))

    try:
        return ProposalVersion(
            number=0,
            **{name: both(name, _either) for name in ("title", "outcome", "customization_answer")},
            **{name: both(name, _either) for name in ("effective_on", "yearly_saving_yen")},
            **{name: both(name, _lines) for name in ("body", "scope", "exceptions")},
            **{name: both(name, _marks) for name in ("flags", "attachment_hashes")},
        )
    except _BothTouched:
        return None


def _either(base: T, mine: T, theirs: T) -> T:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    raise _BothTouched


def _lines(base: str, mine: str, theirs: str) -> str:
    result = merge(base, mine, theirs)
    if isinstance(result, Merged):
        return result.text
    raise _BothTouched


def _marks(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """What both kept or either added, without what either took away."""
    added = (set(mine) | set(theirs)) - set(base)
    return sorted((set(base) & set(mine) & set(theirs)) | added)
