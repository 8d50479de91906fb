"""One round: found for a reader, or locked for an act; and what stands beside it."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.clock import now
from app.domain.positions import PositionKind
from app.domain.tally import Result
from app.extensions import db
from app.models import City, Difference, Disposition, Group, Position, ProposalVersion, Round, RoundNote, User
from app.policies.standing import reads
from app.policies.verdicts import NotFound
from app.queries.differences import lock_difference_by_id


def round_seen(round_id: int, viewer: User) -> Round:
    """A round with all that its page shows; NotFound where the viewer may not know of it."""
    found = db.session.scalars(_whole().where(Round.id == round_id)).unique().one_or_none()
    if found is None or not reads(viewer, found.difference.group, now()):
        raise NotFound
    return found


def round_by_id(round_id: int) -> Round:
    """A round with all that belongs to it, for what asks no viewer."""
    return db.session.scalars(_whole().where(Round.id == round_id)).unique().one()


def lock_round(round_id: int) -> Round:
    """A round as committed now, locked until the transaction ends; whatever is read afterwards is read anew.

    Its difference is locked first, as every act on a difference does, so that no two acts block each other.
    """
    difference_id = db.session.scalar(select(Round.difference_id).where(Round.id == round_id))
    if difference_id is None:
        raise NotFound
    lock_difference_by_id(difference_id)
    db.session.execute(select(Round.id).where(Round.id == round_id).with_for_update())
    db.session.flush()
    db.session.expire_all()
    return round_by_id(round_id)


def rounds_of(difference: Difference) -> list[Round]:
    """Every round of a difference, the newest first."""
    statement = _whole().where(Round.difference_id == difference.id).order_by(Round.number.desc())
    return list(db.session.scalars(statement).unique())


def last_round_of(difference: Difference) -> Round:
    """The newest round of a difference: the answer to an opening that was sent twice (B15)."""
    statement = (
        select(Round).where(Round.difference_id == difference.id).order_by(Round.number.desc()).limit(1)
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def dispositions_of(round: Round) -> dict[int, Disposition]:
    """What became of the comments that came with approvals, by city (B22)."""
    found = db.session.scalars(select(Disposition).where(Disposition.round_id == round.id))
    return {disposition.city_id: disposition for disposition in found}


def notes_of(round: Round) -> tuple[RoundNote, ...]:
    """What was noted beside a round after it ended, oldest first (B42)."""
    notes = select(RoundNote).where(RoundNote.round_id == round.id).order_by(RoundNote.id)
    return tuple(db.session.scalars(notes))


def undisposed_comments(round_ids: Collection[int]) -> dict[int, list[City]]:
    """The cities whose approval with comments waits for its disposition, by round: no publication before (B22)."""
    statement = (
        select(Position)
        .join(Round, Round.id == Position.round_id)
        .outerjoin(
            Disposition,
            (Disposition.round_id == Position.round_id) & (Disposition.city_id == Position.city_id),
        )
        .where(
            Position.round_id.in_(round_ids),
            Position.kind == PositionKind.APPROVE_WITH_COMMENTS,
            Round.result == Result.CARRIED,
            Disposition.id.is_(None),
        )
        .order_by(Position.round_id, Position.city_id)
    )
    waiting: defaultdict[int, list[City]] = defaultdict(list)
    for position in db.session.scalars(statement):
        waiting[position.round_id].append(position.city)
    return dict(waiting)


def undisposed(round: Round) -> list[City]:
    """undisposed_comments of one round."""
    return undisposed_comments([round.id]).get(round.id, [])


def _whole() -> Select[Round]:
    return select(Round).options(
        joinedload(Round.difference).joinedload(Difference.group).selectinload(Group.cities),
        joinedload(Round.version).joinedload(ProposalVersion.proposal),
        selectinload(Round.electorate),
        selectinload(Round.positions),
        selectinload(Round.acts),
    )
