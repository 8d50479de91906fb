"""Orders of files, as a test needs them, and the worker that makes them."""

from datetime import date
from io import BytesIO

from app.actions.downloads import order_edition, order_minutes
from app.domain.downloads import FileFormat
from app.extensions import db
from app.models import FileOrder, User
from app.queries.downloads import copy_content
from app.transaction import transaction


def an_edition_order(
    actor: User, number: int = 1, file_format: FileFormat = FileFormat.MARKDOWN, *, key: str = ""
) -> FileOrder:
    """A whole edition, ordered in Japanese."""
    with transaction():
        return order_edition(number, actor, file_format=file_format, language="ja", key=key)


def a_minutes_order(
    actor: User,
    group: str = "",
    file_format: FileFormat = FileFormat.MARKDOWN,
    *,
    since: date | None = None,
    until: date | None = None,
) -> FileOrder:
    """Minutes of many meetings, ordered in Japanese."""
    with transaction():
        return order_minutes(
            actor, group=group, since=since, until=until, file_format=file_format, language="ja"
        )


def content_of(order: FileOrder) -> bytes:
    """The whole of a finished file."""
    db.session.rollback()
    target = BytesIO()
    copy_content(order, target)
    return target.getvalue()
