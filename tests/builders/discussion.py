"""Comments, take-home items, the caucus and files, as a test needs them: made by the actions themselves."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

from app.actions.caucus import add_caucus_entry, draft_caucus_position
from app.actions.discussion import add_comment, resolve_concern
from app.actions.take_home import add_take_home
from app.clock import now
from app.domain.attachments import Upload
from app.domain.calendar import tokyo_date
from app.domain.discussion import CommentKind
from app.domain.positions import PositionKind
from app.models import CaucusEntry, CaucusPosition, City, Comment, Difference, TakeHomeItem, User
from app.transaction import transaction
from tests.builders.council import a_representative, a_secretary
from tests.support.worlds import kept

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)


def a_file(name: str = "様式第1号.pdf", content: bytes = PDF) -> Upload:
    """A file as somebody sends it."""
    return Upload(name, content)


def an_archive(*members: tuple[str, bytes]) -> bytes:
    """A ZIP archive, as office files are, with the given members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


@kept
def a_comment(
    difference: Difference, author: User | None = None, body: str = "発送の時期を確認したい。", **more: object
) -> Comment:
    """A comment on a difference, by the secretariat unless an author is given."""
    author = author or a_secretary()
    with transaction():
        return add_comment(difference.number, author, body=body, **more)  # type: ignore[arg-type]


@kept
def a_concern(difference: Difference, author: User | None = None, **more: object) -> Comment:
    """A concern that nobody has settled."""
    return a_comment(
        difference, author, "規則の改正が間に合わないおそれがある。", kind=CommentKind.CONCERN, **more
    )


@kept
def a_reply(thread: Comment, author: User | None = None, body: str = "確認して回答します。") -> Comment:
    """A reply in a thread."""
    return a_comment(thread.difference, author, body, parent_id=thread.id)


@kept
def a_settled_concern(difference: Difference, author: User) -> Comment:
    """A concern that its author settled."""
    concern = a_concern(difference, author)
    with transaction():
        return resolve_concern(concern.id, author, resolution="施行日を四月一日に改めた。")


@kept
def a_take_home_item(
    difference: Difference,
    city: City | None = None,
    creator: User | None = None,
    due_on: date | None = None,
    task: str = "例規担当に改正の要否を確かめる",
    **more: object,
) -> TakeHomeItem:
    """An item that a city, the first one unless given, took home for a week."""
    creator = creator or a_secretary()
    city = city or difference.group.cities[0].city
    due_on = due_on or tokyo_date(now()) + timedelta(days=7)
    with transaction():
        return add_take_home(
            difference.number,
            creator,
            city_id=city.id,
            task=task,
            due_on=due_on,
            **more,  # type: ignore[arg-type]
        )


@kept
def a_caucus_entry(
    difference: Difference,
    author: User | None = None,
    body: str = "うちは三月末まで延ばせない。",
    **more: object,
) -> CaucusEntry:
    """A line of a city's caucus, by a representative of the first city unless an author is given."""
    author = author or a_representative(difference.group, difference.group.cities[0].city)
    with transaction():
        return add_caucus_entry(difference.number, author, body=body, **more)  # type: ignore[arg-type]


@kept
def a_draft_position(
    difference: Difference,
    author: User | None = None,
    kind: PositionKind = PositionKind.OBJECT,
    reason: str = "予算の裏付けがない。",
) -> CaucusPosition:
    """The position that a city means to take."""
    author = author or a_representative(difference.group, difference.group.cities[0].city)
    with transaction():
        return draft_caucus_position(difference.number, author, kind=kind, reason=reason)
