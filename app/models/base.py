"""What every table shares: the declarative base, constraint names and column types."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, inspect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator


class Base(DeclarativeBase):
    """The base of all tables. Every constraint has a name, so that a refusal can be told apart."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def row_id(row: Base) -> int:
    """The id of a flushed row, whatever its table."""
    identity = inspect(row).identity
    if identity is None:
        raise ValueError("a row that was not flushed")
    return int(identity[0])


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC on both databases (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


def enum_column(kind: type[StrEnum], name: str, **options: Any) -> MappedColumn[Any]:
    """A column of one StrEnum, kept as its value, with a CHECK named ck_<table>_<name>."""
    return mapped_column(
        Enum(
            kind,
            name=name,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
        **options,
    )


def held_at(since: datetime, until: datetime | None, at: datetime) -> bool:
    """Whether an instant lies in the half-open interval [since, until)."""
    return since <= at and (until is None or at < until)
