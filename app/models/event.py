"""The event log: one row for everything that happened, in a hash chain (A3)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.events import EventKind
from app.models.base import Base, Json, UtcDateTime, enum_column
from app.models.city import City


class Event(Base):
    """One fact: who, with which post, for which city, did what to what. Never a sentence, never HTML.

    private_city_id marks a caucus event, shown to that city alone (A1).
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_difference", "difference_id", "id"),
        Index("ix_events_subject", "subject_type", "subject_id"),
        Index("ix_events_group", "group_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    kind: Mapped[EventKind] = enum_column(EventKind, "kind", index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    actor_printed: Mapped[str]
    actor_post: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    private_city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    difference_id: Mapped[int | None] = mapped_column(ForeignKey("differences.id"))
    request_id: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    city: Mapped[City | None] = relationship(foreign_keys=[city_id], lazy="joined")
    on_behalf_of: Mapped[City | None] = relationship(foreign_keys=[on_behalf_of_id], lazy="joined")

    def facts(self) -> dict[str, Any]:
        """What the hash covers: every column but the two hashes."""
        values = {c.key: getattr(self, c.key) for c in self.__table__.columns}
        del values["hash"], values["previous_hash"]
        values["at"] = self.at.isoformat()
        values["kind"] = self.kind.value
        return values
