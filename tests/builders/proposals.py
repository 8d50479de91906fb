"""Proposals, as a test needs them: drafted and tabled by the actions themselves."""

from dataclasses import replace

from sqlalchemy import text, update

from app.actions.proposals import ProposalFields, draft_proposal, put_forward, revise_proposal
from app.extensions import db
from app.models import Difference, Group, Proposal, ProposalVersion, User
from app.transaction import transaction
from tests.builders.council import a_secretary
from tests.builders.differences import a_proposing_difference
from tests.support.worlds import kept

TEXT = ProposalFields(
    title="就学通知の発送を一月末日に統一する",
    body="## 発送時期\n\n就学通知は、一月三十一日までに発送する。\n\n## 様式\n\n共通の様式を用いる。",
)


@kept
def a_proposal(
    difference: Difference | None = None, author: User | None = None, **fields: object
) -> Proposal:
    """A proposal on a difference that waits for proposals, by the secretariat unless an author is given."""
    difference = difference or a_proposing_difference()
    author = author or a_secretary()
    with transaction():
        return draft_proposal(difference.number, author, replace(TEXT, **fields))  # type: ignore[arg-type]


@kept
def a_version(
    proposal: Proposal, author: User | None = None, note: str = "", **fields: object
) -> ProposalVersion:
    """The next version of a proposal: its text but for the fields given."""
    author = author or a_secretary()
    present = fields_of(proposal.current)
    with transaction():
        return revise_proposal(
            proposal.id,
            author,
            replace(present, **fields),  # type: ignore[arg-type]
            base=proposal.last_version,
            note=note,
        )


@kept
def a_proposal_on_the_table(
    difference: Difference | None = None, author: User | None = None, **fields: object
) -> Proposal:
    """The proposal that the group discusses."""
    author = author or a_secretary()
    proposal = a_proposal(difference, author, **fields)
    with transaction():
        return put_forward(proposal.id, author)


@kept
def a_difference_on_the_table(
    group: Group | None = None, leader: User | None = None, **fields: object
) -> Difference:
    """A difference under discussion: every practice stated, one proposal on the table."""
    leader = leader or a_secretary()
    difference = a_proposing_difference(group, leader)
    return a_proposal_on_the_table(difference, leader, **fields).difference


def fields_of(version: ProposalVersion) -> ProposalFields:
    """What was typed into a version."""
    return ProposalFields(
        title=version.title,
        body=version.body,
        outcome=version.outcome,
        flags=version.flag_set,
        customization_answer=version.customization_answer,
        scope=version.scope,
        effective_on=version.effective_on,
        exceptions=version.exceptions,
        yearly_saving_yen=version.yearly_saving_yen,
    )


def tamper_with(version: ProposalVersion, **values: object) -> None:
    """Change a stored version as somebody with the keys of the database could: the guard is off for this write."""
    with transaction():
        connection = db.session.connection()
        if connection.dialect.name == "postgresql":
            switch = text("ALTER TABLE proposal_versions DISABLE TRIGGER proposal_versions_stay")
            back = text("ALTER TABLE proposal_versions ENABLE TRIGGER proposal_versions_stay")
        else:
            found = text("SELECT sql FROM sqlite_master WHERE name = 'proposal_versions_stay'")
            switch, back = text("DROP TRIGGER proposal_versions_stay"), text(connection.scalar(found))
        connection.execute(switch)
        connection.execute(update(ProposalVersion).where(ProposalVersion.id == version.id).values(**values))
        connection.execute(back)
    db.session.expire_all()
