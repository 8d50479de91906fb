"""What builders made is kept: a builder that would do the same again on the same database finds its world ready.

From an emptied database on, a state is named by the builders called since, with what they were given. Any other
write makes the state unknown, and builders build as if nothing were kept until the database is emptied again.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Engine, event, inspect

from app import clock
from app.extensions import Database, db
from app.models import Base
from tests.support.serials import last_serial, set_serial
from tests.support.stores import Store

P = ParamSpec("P")
R = TypeVar("R")
PLAIN = (str, bytes, int, float, date, timedelta, Enum, type(None))
READS = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE")
EMPTY = "empty"
# With the variable set nothing is kept: to see whether a test owes its result to a world built before.
OFF = bool(os.environ.get("FRESH_WORLDS"))


class Unnamed(Exception):
    """A value that has no name, so that nothing made of it is kept."""


@dataclass(frozen=True)
class _Row:
    """A row of the database, as an argument or an answer."""

    model: type[Base]
    identity: tuple[Any, ...]


@dataclass(frozen=True)
class _Whole:
    """Something with parts: a collection, or an instance of a dataclass."""

    kind: type
    parts: Any


@dataclass(frozen=True)
class _World:
    """What a builder left: the rows, its answer, and where clock and serials stood."""

    saved: Any
    answer: Any
    clock: datetime
    serial: int


class Worlds:
    """The worlds of one database. state names what is in it, where that is known."""

    def __init__(self, database: Database, store: Store) -> None:
        """Watch every statement that the database gets."""
        self._store = store
        self._worlds: dict[str, _World] = {}
        self._built: set[str] = set()
        self.state: str | None = None
        event.listen(database.engine, "before_cursor_execute", self._watch)
        _of[database.engine] = self

    def empty(self) -> None:
        """Begin anew."""
        self._store.empty()
        set_serial(0)
        self.state = EMPTY

    def forget(self) -> None:
        """Others wrote: what is in the database is unknown."""
        self.state = None

    def save(self) -> Callable[[], None]:
        """Put aside what is in the database; the answer puts it back."""
        saved = self._store.save()

        def put_back() -> None:
            self._store.put_back(saved)
            self.state = None

        return put_back

    def build(self, builder: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What the builder answers, with its world in the database."""
        try:
            after = self._name(builder, given, named)
        except Unnamed:
            self.state = None
            return builder(*given, **named)
        if world := self._worlds.get(after):
            answer = self._put_back(world)
        else:
            started = time.thread_time()
            answer = builder(*given, **named)
            self._keep(after, answer, time.thread_time() - started)
        self.state = after
        return answer

    def _name(self, builder: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> str:
        facts = (self.state, builder.__module__, builder.__qualname__, clock.now(), last_serial())
        return hashlib.sha256(repr((facts, described(given), described(named))).encode()).hexdigest()

    def _keep(self, name: str, answer: Any, seconds: float) -> None:
        """Keep what is built a second time, and takes longer to build than to put back."""
        if name not in self._built:
            self._built.add(name)
            return
        if seconds < 2 * self._store.seconds:
            return
        try:
            kept = described(answer)
        except Unnamed:
            return
        db.session.rollback()
        self._worlds[name] = _World(self._store.save(), kept, clock.now(), last_serial())

    def _put_back(self, world: _World) -> Any:
        db.session.rollback()  # as transaction() does: nothing of before is believed
        self._store.put_back(world.saved)
        clock.travel(world.clock - clock.now())
        set_serial(world.serial)
        return _found(world.answer)

    def _watch(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(READS):
            self.state = None


_of: dict[Engine, Worlds] = {}


def kept(builder: Callable[P, R]) -> Callable[P, R]:
    """A builder whose worlds are kept. What it does must follow from the database, the clock and what it is given."""

    @wraps(builder)
    def build(*given: P.args, **named: P.kwargs) -> R:
        worlds = _of.get(db.session.get_bind())  # type: ignore[call-overload]
        if worlds is None or worlds.state is None or db.session.info.get("writing"):
            return builder(*given, **named)
        return worlds.build(builder, given, named)  # type: ignore[no-any-return]

    return builder if OFF else build


def described(value: Any) -> Any:
    """A value without its rows: equal, and of equal repr, where the value is the same; raises Unnamed."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Base):
        return _described_row(value)
    if isinstance(value, (list, tuple)):
        return _Whole(type(value), [described(part) for part in value])
    if isinstance(value, (set, frozenset)):
        return _Whole(type(value), sorted((described(part) for part in value), key=repr))
    if type(value) is dict:
        return _Whole(dict, [(described(key), described(part)) for key, part in value.items()])
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: described(getattr(value, field.name)) for field in fields(value) if field.init}
        return _Whole(type(value), parts)
    raise Unnamed


def _described_row(row: Base) -> _Row:
    state = inspect(row)
    if state.identity is None or state.modified:
        raise Unnamed
    return _Row(type(row), tuple(state.identity))


def _found(kept: Any) -> Any:
    """The value that was described, its rows read from the database."""
    if isinstance(kept, _Row):
        return db.session.get_one(kept.model, kept.identity)
    if not isinstance(kept, _Whole):
        return kept
    if kept.kind is dict:
        return {_found(key): _found(part) for key, part in kept.parts}
    if isinstance(kept.parts, dict):
        return kept.kind(**{name: _found(part) for name, part in kept.parts.items()})
    return kept.kind(_found(part) for part in kept.parts)
