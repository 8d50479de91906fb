"""The database, created unbound: one Database an application, one session a scope."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

_session: ContextVar[Session] = ContextVar("session")


class Database:
    """An engine and the sessions on it. SQLite and PostgreSQL are both first-class."""

    def __init__(self, url: str, **options: Any) -> None:
        """Prepare an engine for a SQLAlchemy URL; nothing is connected yet."""
        if url.startswith("sqlite"):
            options.setdefault("connect_args", {"timeout": 30, "check_same_thread": False})
        else:
            options.setdefault("pool_pre_ping", True)
        # A statement that fails is logged without what people wrote, a caucus least of all (A1).
        self.engine = create_engine(url, hide_parameters=True, **options)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._sessions = sessionmaker(self.engine, autoflush=True)
        event.listen(self._sessions, "before_flush", _refuse_write_outside_transaction)

    @contextmanager
    def scope(self) -> Iterator[Session]:
        """Make a fresh session the current one for a request, a command, a job or a test."""
        with self._sessions() as session:
            token = _session.set(session)
            try:
                yield session
            finally:
                _session.reset(token)

    def dispose(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()


class CurrentDatabase:
    """What queries and actions hold: the session of the scope they run in."""

    @property
    def session(self) -> Session:
        """The current session; a LookupError outside every scope."""
        return _session.get()


db = CurrentDatabase()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event says BEGIN, not the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that writes after it read fails with "database is locked"; writers queue from the start.
    how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")


def _refuse_write_outside_transaction(session: Session, _context: Any, _instances: Any) -> None:
    if not session.info.get("writing"):
        raise RuntimeError("a write outside transaction()")
