"""Which two versions a comparison page shows: two of one proposal, or the present ones of two proposals."""

from dataclasses import dataclass

from app.i18n import gettext as _
from app.models import Difference, Proposal, ProposalVersion, User
from app.queries.differences import difference_named
from app.queries.proposals.comparisons import Comparison, compare_versions
from app.queries.proposals.files import files_of
from app.queries.proposals.one import proposal_named, proposals_of, version_numbered


@dataclass(frozen=True)
class Shown:
    """How a comparison is shown: with what did not change, with the marks of Markdown."""

    whole: bool = False
    marks: bool = False


@dataclass(frozen=True)
class ComparisonPage:
    """Two versions of a difference's proposals, which may be the same one; all are there to choose from."""

    difference: Difference
    old: Proposal
    new: Proposal
    comparison: Comparison
    proposals: tuple[Proposal, ...]

    @property
    def across(self) -> bool:
        """Whether two proposals are compared, neither of which came before the other."""
        return self.old.id != self.new.id

    def title_of(self, version: ProposalVersion) -> str:
        """How a version is called beside the other: 案1 第2版."""
        proposal = self.old if version is self.comparison.old else self.new
        return _(
            "Proposal %(proposal)s version %(version)s", proposal=proposal.number, version=version.number
        )


def compared_versions(
    number: str, proposal: int, before: int | None, after: int | None, viewer: User, how: Shown
) -> ComparisonPage:
    """Two versions of one proposal; the present one and the one before it unless said otherwise."""
    found = proposal_named(number, proposal, viewer)
    after = found.last_version if after is None else after
    before = max(1, after - 1) if before is None else before
    old, new = version_numbered(found, before), version_numbered(found, after)
    return _page(found.difference, (found, old), (found, new), how)


def compared_proposals(
    number: str, one: int | None, other: int | None, viewer: User, how: Shown
) -> ComparisonPage | None:
    """The present texts of two proposals; the first two unless said otherwise, None where there is but one."""
    difference = difference_named(number, viewer)
    numbers = [proposal.number for proposal in proposals_of(difference)]
    if len(numbers) < 2:
        return None
    old = proposal_named(number, numbers[0] if one is None else one, viewer)
    new = proposal_named(number, numbers[1] if other is None else other, viewer)
    return _page(difference, (old, old.current), (new, new.current), how)


def _page(
    difference: Difference,
    old: tuple[Proposal, ProposalVersion],
    new: tuple[Proposal, ProposalVersion],
    how: Shown,
) -> ComparisonPage:
    files = {
        digest: file.filename
        for proposal, _version in (old, new)
        for digest, file in files_of(difference).get(proposal.id, {}).items()
    }
    comparison = compare_versions(old[1], new[1], whole=how.whole, marks=how.marks, files=files)
    return ComparisonPage(difference, old[0], new[0], comparison, tuple(proposals_of(difference)))
