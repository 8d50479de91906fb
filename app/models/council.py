"""The council and its settings: one row an installation."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.tally import RuleKind
from app.models.base import Base, UtcDateTime, enum_column


class Council(Base):
    """The body of cities, and what it has agreed about how it works. Durations are in days."""

    __tablename__ = "council"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("quorum IS NULL OR quorum > 0", name="quorum_positive"),
        CheckConstraint("fiscal_year_start_month BETWEEN 1 AND 12", name="fiscal_month"),
        CheckConstraint(
            "survey_days > 0 AND ballot_working_days > 0 AND min_ballot_working_days >= 0"
            " AND min_discussion_days >= 0 AND objection_days >= 0",
            name="durations",
        ),
        CheckConstraint("reminder_days >= 0 AND waiting_days > 0", name="reminders"),
        CheckConstraint("written_working_days >= 0", name="written_period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name_ja: Mapped[str]
    name_en: Mapped[str]
    short_name_ja: Mapped[str]
    short_name_en: Mapped[str]
    secretariat_ja: Mapped[str]
    secretariat_en: Mapped[str]
    default_rule: Mapped[RuleKind] = enum_column(RuleKind, "default_rule")
    quorum: Mapped[int | None]
    casting_vote: Mapped[bool] = mapped_column(default=False)
    early_close: Mapped[bool] = mapped_column(default=True)
    grace_minutes: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[bool] = mapped_column(default=False)
    board_signoff: Mapped[bool] = mapped_column(default=False)
    survey_days: Mapped[int] = mapped_column(default=21)
    ballot_working_days: Mapped[int] = mapped_column(default=10)
    min_ballot_working_days: Mapped[int] = mapped_column(default=3)
    min_discussion_days: Mapped[int] = mapped_column(default=7)
    objection_days: Mapped[int] = mapped_column(default=14)
    reminder_days: Mapped[int] = mapped_column(default=3)
    waiting_days: Mapped[int] = mapped_column(default=7)
    written_working_days: Mapped[int] = mapped_column(default=5, server_default="5")
    cost_limit_yen: Mapped[int] = mapped_column(default=500_000)
    fiscal_year_start_month: Mapped[int] = mapped_column(default=4)
    chain_head: Mapped[str]
    chain_length: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def name(self, locale: str) -> str:
        """The council's name in a language."""
        return self.name_en if locale == "en" else self.name_ja

    def secretariat(self, locale: str) -> str:
        """The secretariat's name in a language."""
        return self.secretariat_en if locale == "en" else self.secretariat_ja

    def settings(self) -> dict[str, Any]:
        """The settings as plain values, for the event log."""
        kept = {"id", "chain_head", "chain_length", "changed_at"}
        return {c.key: getattr(self, c.key) for c in self.__table__.columns if c.key not in kept}
