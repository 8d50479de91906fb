"""What a meeting talks about at the moment."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime
from app.models.meeting import AgendaItem


class Floor(Base):
    """The item of its agenda that a meeting talks about, and since when; none between items and after the end.

    serial counts the changes, so that of two people who go on at once the second is told.
    """

    __tablename__ = "meeting_floors"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "meeting_id"],
            ["agenda_items.id", "agenda_items.meeting_id"],
            name="fk_meeting_floors_item",
        ),
        CheckConstraint("(item_id IS NULL) = (since IS NULL)", name="item_has_instant"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    item_id: Mapped[int | None] = mapped_column(index=True)
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    serial: Mapped[int] = mapped_column(default=0)
    item: Mapped[AgendaItem | None] = relationship(
        primaryjoin="foreign(Floor.item_id) == remote(AgendaItem.id)", viewonly=True
    )
