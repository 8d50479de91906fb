"""The consent list of a meeting (一括承認): items put to their ballots together unless a city pulls one out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime
from app.models.city import City


class ConsentItem(Base):
    """An item of an agenda on the consent list: waiting, pulled out by a city, or put to its ballot."""

    __tablename__ = "consent_items"
    __table_args__ = (
        CheckConstraint(
            "(pulled_at IS NULL) = (pulled_by_id IS NULL) AND (pulled_at IS NULL) = (pulled_city_id IS NULL)",
            name="pulled_by_someone",
        ),
        CheckConstraint("pulled_at IS NULL OR round_id IS NULL", name="pulled_or_put_to_ballot"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True, autoincrement=False)
    listed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    listed_by_printed: Mapped[str]
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    pulled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pulled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    pulled_by_printed: Mapped[str] = mapped_column(default="")
    pulled_city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    pull_reason: Mapped[str] = mapped_column(default="")
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), unique=True)
    pulled_city: Mapped[City | None] = relationship(lazy="joined")

    @property
    def waits(self) -> bool:
        """Whether it is still to be put to its ballot together with the others."""
        return self.pulled_at is None and self.round_id is None
