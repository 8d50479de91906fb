"""Amendments, as a test needs them: suggested and settled by the actions themselves."""

from app.actions.proposals import suggest_amendment
from app.models import Amendment, Proposal, User
from app.transaction import transaction
from tests.builders.council import a_representative
from tests.builders.proposals import a_proposal_on_the_table
from tests.support.worlds import kept

LINES = "第一条 発送する。\n\n第二条 様式を用いる。\n\n第三条 写しを残す。\n\n第四条 記録する。"
"""A text of four paragraphs, far enough apart for changes that do not touch each other."""

WHY = "窓口の実態に合わせるため。"


@kept
def a_text_on_the_table() -> Proposal:
    """The proposal that the group discusses, with LINES as its text."""
    return a_proposal_on_the_table(body=LINES)


@kept
def an_author(proposal: Proposal) -> User:
    """A representative of the first city, who may suggest changes."""
    group = proposal.difference.group
    return a_representative(group, min((place.city for place in group.cities), key=lambda city: city.code))


@kept
def an_amendment(
    proposal: Proposal,
    old: str = "発送する",
    new: str = "一月末日までに発送する",
    *,
    author: User | None = None,
    base: int | None = None,
    reason: str = WHY,
) -> Amendment:
    """A suggestion to write `new` instead of `old` in a version, the present one unless another is named."""
    author = author or an_author(proposal)
    number = base or proposal.last_version
    body = next(version.body for version in proposal.versions if version.number == number)
    with transaction():
        return suggest_amendment(
            proposal.id, author, base=number, body=body.replace(old, new, 1), reason=reason
        )
