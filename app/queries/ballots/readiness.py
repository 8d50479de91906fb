"""The readiness list of a difference, from its rows (L4)."""

from datetime import datetime

from sqlalchemy import select

from app.domain.amending import AmendmentState
from app.domain.calendar import tokyo_date
from app.domain.discussion import CommentKind
from app.domain.readiness import ReadinessFacts, ReadinessItem, readiness
from app.domain.texts import normalise
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Amendment, Comment, Decision, Difference, Proposal, ProposalVersion
from app.queries.council import the_council
from app.queries.differences import unanswered_cities

_OPEN_STAGES = (Stage.DISCUSSING, Stage.VOTING, Stage.ESCALATED)


def readiness_of(
    difference: Difference, version: ProposalVersion | None, at: datetime
) -> tuple[ReadinessItem, ...]:
    """Every item of the list for the version on the table, met or not met (L4)."""
    since = difference.discussion_since
    facts = ReadinessFacts(
        has_body=version is not None and bool(normalise(version.body).strip()),
        open_concerns=tuple(_open_concerns(difference)),
        unresolved_amendments=tuple(_open_amendments(version)) if version else (),
        cities_without_practice=tuple(city.id for city in unanswered_cities(difference, at)),
        unanswered_overlaps=tuple(_unanswered_overlaps(difference, version)) if version else (),
        discussion_days=(tokyo_date(at) - tokyo_date(since)).days if since else 0,
        min_discussion_days=the_council().min_discussion_days,
    )
    return readiness(facts)


def overlapping(ids: list[int]) -> list[Difference]:
    """The differences that an item of the list names, by number."""
    return list(
        db.session.scalars(select(Difference).where(Difference.id.in_(ids)).order_by(Difference.number))
    )


def _open_concerns(difference: Difference) -> list[int]:
    statement = select(Comment.id).where(
        Comment.difference_id == difference.id,
        Comment.kind == CommentKind.CONCERN,
        Comment.resolved_at.is_(None),
    )
    return list(db.session.scalars(statement.order_by(Comment.id)))


def _open_amendments(version: ProposalVersion) -> list[int]:
    statement = select(Amendment.id).where(
        Amendment.proposal_id == version.proposal_id, Amendment.state == AmendmentState.OPEN
    )
    return list(db.session.scalars(statement.order_by(Amendment.number)))


def _unanswered_overlaps(difference: Difference, version: ProposalVersion) -> list[int]:
    """Other differences whose proposal on the table, or decision in force, names this one unanswered.

    A text that names a difference's number says that it is about the same subject; naming that one in turn answers it.
    """
    proposed = (
        select(Difference.id, Difference.number)
        .join(Proposal, Proposal.difference_id == Difference.id)
        .join(
            ProposalVersion,
            (ProposalVersion.proposal_id == Proposal.id) & (ProposalVersion.number == Proposal.last_version),
        )
        .where(
            Proposal.on_table,
            Difference.stage.in_(_OPEN_STAGES),
            ProposalVersion.body.contains(difference.number, autoescape=True),
        )
    )
    superseding = select(Decision.supersedes_id).where(Decision.supersedes_id.is_not(None))
    decided = (
        select(Difference.id, Difference.number)
        .join(Decision, Decision.difference_id == Difference.id)
        .where(Decision.id.not_in(superseding), Decision.body.contains(difference.number, autoescape=True))
    )
    said = f"{version.body}\n{version.scope}\n{version.exceptions}"
    found = {*db.session.execute(proposed), *db.session.execute(decided)}
    return sorted(id_ for id_, number in found if id_ != difference.id and number not in said)
