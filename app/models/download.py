"""Orders of files that are made in the background, and the files themselves, in the database as attachments are."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.downloads import UNFINISHED, Failure, FileFormat, MachineFault, OrderKind, OrderState
from app.models.base import Base, Json, UtcDateTime, enum_column


class FileOrder(Base):
    """What somebody ordered, how far it is, and what is known of the file; holds are the ids of what stands in it.

    omissions are what is left out of an archive: {"meeting": id, "reason": Omission}, in the order of its index.
    attempts counts the workers that took it; the last of them is the one that may go on with it.
    """

    __tablename__ = "file_orders"
    __table_args__ = (
        CheckConstraint("done >= 0 AND done <= total", name="progress"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="running_is_leased"),
        CheckConstraint("(state = 'done') = (sha256 <> '' AND filename <> '')", name="done_has_file"),
        CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name="failed_has_reason"),
        CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished_at_some_time"
        ),
        Index("ix_file_orders_person", "ordered_by_id", "ordered_at"),
        Index("ix_file_orders_state", "state", "id"),
        Index("ix_file_orders_goes", "goes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrderKind] = enum_column(OrderKind, "kind")
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    format: Mapped[FileFormat] = enum_column(FileFormat, "format")
    language: Mapped[str]
    state: Mapped[OrderState] = enum_column(OrderState, "state", default=OrderState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[Failure | None] = enum_column(Failure, "failure", nullable=True)
    fault: Mapped[MachineFault | None] = enum_column(MachineFault, "fault", nullable=True)
    filename: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(default="")
    holds: Mapped[list[int]] = mapped_column(Json, default=list)
    omissions: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, server_default="[]")
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    goes_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits or is being worked on."""
        return self.state in UNFINISHED

    @property
    def why_failed(self) -> Failure | MachineFault | None:
        """Why there is no file, as exactly as it is known."""
        return self.fault or self.failure


class FilePiece(Base):
    """A piece of a file, in order: nobody ever holds a large file in memory as a whole."""

    __tablename__ = "file_pieces"

    order_id: Mapped[int] = mapped_column(ForeignKey("file_orders.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
