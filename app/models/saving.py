"""Savings: the lines of an estimate, what a city realised in a fiscal year, and the postal rates added here (D11)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.postage import PostalItem
from app.domain.savings import EstimatedLine, SavingKind, UnitPrice
from app.models.base import Base, UtcDateTime, enum_column
from app.models.city import City

if TYPE_CHECKING:
    from app.models.proposal import ProposalVersion


class SavingLine(Base):
    """A line of the estimate of one version, as immutable as the version; city None is all cities together."""

    __tablename__ = "saving_lines"
    __table_args__ = (
        UniqueConstraint("version_id", "position", name="uq_saving_lines_position"),
        CheckConstraint("trim(what) <> ''", name="what"),
        CheckConstraint("volume > 0", name="volume"),
        CheckConstraint("before_yen >= 0 AND after_yen >= 0", name="units"),
        CheckConstraint(
            "before_discount BETWEEN 0 AND 100 AND after_discount BETWEEN 0 AND 100", name="discounts"
        ),
        CheckConstraint(
            "kind = 'postage' AND rates_on IS NOT NULL AND (before_item IS NOT NULL OR after_item IS NOT NULL)"
            " OR kind <> 'postage' AND rates_on IS NULL AND before_item IS NULL AND after_item IS NULL",
            name="items_of_postage",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_versions.id"))
    position: Mapped[int]
    kind: Mapped[SavingKind] = enum_column(SavingKind, "kind")
    what: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), index=True)
    volume: Mapped[int]
    before_yen: Mapped[int]
    before_item: Mapped[PostalItem | None] = enum_column(PostalItem, "before_item", nullable=True)
    before_discount: Mapped[int] = mapped_column(default=0)
    after_yen: Mapped[int]
    after_item: Mapped[PostalItem | None] = enum_column(PostalItem, "after_item", nullable=True)
    after_discount: Mapped[int] = mapped_column(default=0)
    rates_on: Mapped[date | None]
    yen: Mapped[int] = mapped_column(BigInteger)
    version: Mapped["ProposalVersion"] = relationship(back_populates="saving_lines")
    city: Mapped[City | None] = relationship()

    @classmethod
    def of(cls, line: EstimatedLine, position: int) -> "SavingLine":
        """The row of a line, without its version."""
        return cls(
            position=position,
            kind=line.kind,
            what=line.what,
            city_id=line.city_id,
            volume=line.volume,
            before_yen=line.before.yen,
            before_item=line.before.item,
            before_discount=line.before.discount,
            after_yen=line.after.yen,
            after_item=line.after.item,
            after_discount=line.after.discount,
            rates_on=line.rates_on,
            yen=line.yen,
        )

    @property
    def estimated(self) -> EstimatedLine:
        """The line as a value of the rules."""
        return EstimatedLine(
            kind=self.kind,
            what=self.what,
            volume=self.volume,
            before=self.before,
            after=self.after,
            city_id=self.city_id,
            rates_on=self.rates_on,
        )

    @property
    def before(self) -> UnitPrice:
        """What one piece costs today."""
        return UnitPrice(self.before_yen, self.before_item, self.before_discount)

    @property
    def after(self) -> UnitPrice:
        """What one piece costs under the proposal."""
        return UnitPrice(self.after_yen, self.after_item, self.after_discount)


class RealisedSaving(Base):
    """What a city says it saved by a decision in a fiscal year; the last revision counts, earlier ones are kept."""

    __tablename__ = "realised_savings"
    __table_args__ = (
        UniqueConstraint(
            "decision_id", "city_id", "fiscal_year", "revision", name="uq_realised_savings_revision"
        ),
        CheckConstraint("trim(basis) <> ''", name="basis"),
        CheckConstraint("revision > 0", name="revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    fiscal_year: Mapped[int] = mapped_column(index=True)
    revision: Mapped[int]
    yen: Mapped[int] = mapped_column(BigInteger)
    basis: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_by_printed: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    city: Mapped[City] = relationship(lazy="joined")


class PostageRate(Base):
    """A postal rate that the secretariat added to those the product knows; one for an item and its first day."""

    __tablename__ = "postage_rates"
    __table_args__ = (
        UniqueConstraint("item", "since", name="uq_postage_rates_since"),
        CheckConstraint("yen > 0", name="yen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[PostalItem] = enum_column(PostalItem, "item")
    since: Mapped[date]
    yen: Mapped[int]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_by_printed: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
