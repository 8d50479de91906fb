"""Where the questions to a joining city stand: by chapter and section of the manual, in its order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.domain.differences import DifferenceKind
from app.domain.joining import Progress
from app.domain.manual import default_section
from app.extensions import db
from app.models import Decision, Difference, Domain, Group, ManualPlacement, ManualSection, PositionTask
from app.wording import label

KINDS = list(DifferenceKind)


@dataclass(frozen=True)
class Placed:
    """A task with the section it belongs to; kind is that of a default section, None for one somebody made."""

    task: PositionTask
    group_id: int
    section: str
    title: str
    kind: DifferenceKind | None

    def name(self, _locale: str) -> str:
        """What the section is called."""
        return label(self.kind) if self.kind is not None else self.title


def placed_tasks(city_id: int, *conditions: ColumnElement[bool]) -> list[Placed]:
    """The tasks of a city that were not closed, in the order of the manual; on PositionTask, Decision and Group."""
    statement = (
        select(
            PositionTask, Group, Difference.kind, Difference.serial, ManualPlacement.position, ManualSection
        )
        .join(Decision, Decision.id == PositionTask.decision_id)
        .join(Difference, Difference.id == Decision.difference_id)
        .join(Group, Group.id == Decision.group_id)
        .join(Domain, Domain.id == Group.domain_id)
        .outerjoin(ManualPlacement, ManualPlacement.difference_id == Difference.id)
        .outerjoin(ManualSection, ManualSection.id == ManualPlacement.section_id)
        .where(PositionTask.city_id == city_id, PositionTask.closed_at.is_(None), *conditions)
        .options(joinedload(PositionTask.difference))
        .order_by(Domain.position, Group.position, Group.id, PositionTask.id)
    )
    rows = db.session.execute(statement).unique().all()
    order = {group_id: place for place, group_id in enumerate(dict.fromkeys(row[1].id for row in rows))}
    return [_placed(row) for row in sorted(rows, key=lambda row: (order[row[1].id], *_order(row)))]


def progress_of(placed: Sequence[Placed]) -> Progress:
    """How far some tasks are."""
    return Progress(
        len(placed),
        sum(each.task.answer is not None for each in placed),
        sum(each.task.confirmed_at is not None for each in placed),
    )


def _order(row: Any) -> tuple[int, ...]:
    """Own sections first in their order, then one section a kind of difference, as in the manual."""
    task, _group, kind, serial, position, section = row
    if section is not None:
        return 0, section.position, section.id, position, task.id
    return 1, KINDS.index(kind), serial, 0, task.id


def _placed(row: Any) -> Placed:
    task, group, kind, _serial, _position, section = row
    if section is not None:
        return Placed(task, group.id, section.anchor, section.title, None)
    return Placed(task, group.id, default_section(group.code, kind), "", kind)
