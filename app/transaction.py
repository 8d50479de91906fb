"""The only place that commits: one act, one transaction, its events sealed into the chain at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, OperationalError

from app.actions.events import seal_events
from app.actions.searching import index_changes
from app.extensions import db
from app.policies.verdicts import Refused, not_now


@contextmanager
def transaction() -> Iterator[None]:
    """Run a block as one write; commit at its end, undo everything if it raises.

    Starts from what is committed now: objects read before are read again. Raises Refused (409) where a database
    constraint, a deadlock or a lock timeout shows that somebody else was first.
    """
    session = db.session
    if session.info.get("writing"):
        raise RuntimeError("transactions do not nest")
    session.rollback()
    session.info["writing"] = True
    try:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield
        session.flush()
        index_changes(session)
        seal_events(session)
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise Refused(not_now("conflict", constraint=constraint_name(error))) from error
    except OperationalError as error:
        session.rollback()
        raise Refused(not_now("busy")) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False
        session.info.pop("events", None)
        session.info.pop("search", None)


def end_reading() -> None:
    """Give the connection back before long work that needs no database, such as typesetting."""
    db.session.rollback()


def constraint_name(error: IntegrityError) -> str:
    """The named constraint that refused, as far as the database tells (SQLite names columns for UNIQUE)."""
    diagnosis = getattr(error.orig, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or error.orig)
