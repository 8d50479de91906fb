"""The adoption ledger: what each city does to work by a decision, with the evidence that it was done (D5)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.adoption import ItemKind
from app.models.base import Base, UtcDateTime, enum_column
from app.models.city import City
from app.models.decision import Decision


class AdoptionItem(Base):
    """Something that a city has to do because of a decision. added_by is nobody where it comes from the decision.

    It is closed while evidence stands; taken-back evidence stays readable.
    """

    __tablename__ = "adoption_items"
    __table_args__ = (
        CheckConstraint("added_by_id IS NULL OR trim(task) <> ''", name="added_has_task"),
        Index(
            "uq_adoption_items_laid",
            "decision_id",
            "city_id",
            "kind",
            unique=True,
            sqlite_where=text("added_by_id IS NULL"),
            postgresql_where=text("added_by_id IS NULL"),
        ),
        Index("ix_adoption_items_city", "decision_id", "city_id"),
        Index("ix_adoption_items_due", "city_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    kind: Mapped[ItemKind] = enum_column(ItemKind, "kind")
    task: Mapped[str] = mapped_column(default="")
    mandatory: Mapped[bool] = mapped_column(default=True)
    due_on: Mapped[date]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_by_printed: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[Decision] = relationship()
    city: Mapped[City] = relationship(lazy="joined")
    evidence: Mapped[list["AdoptionEvidence"]] = relationship(
        back_populates="item", order_by="AdoptionEvidence.id", lazy="selectin"
    )

    @property
    def proof(self) -> "AdoptionEvidence | None":
        """The evidence that closes it; None while it is open."""
        return next((each for each in self.evidence if each.removed_at is None), None)


class AdoptionEvidence(Base):
    """That an item was done, since which day and where one sees it; taken back with a reason, never deleted."""

    __tablename__ = "adoption_evidence"
    __table_args__ = (
        CheckConstraint("trim(words) <> ''", name="words"),
        CheckConstraint("(removed_at IS NULL) = (trim(removal_reason) = '')", name="removal_has_reason"),
        Index(
            "uq_adoption_evidence_standing",
            "item_id",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_adoption_evidence_item", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("adoption_items.id"))
    done_on: Mapped[date]
    words: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_by_printed: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_by_printed: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removal_reason: Mapped[str] = mapped_column(default="")
    item: Mapped[AdoptionItem] = relationship(back_populates="evidence")
