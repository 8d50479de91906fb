"""A5: redaction takes the text away, keeps hash and event, and names who did it on which ground."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.redaction import redact_comment, redact_file, redact_practice
from app.domain.events import EventKind
from app.domain.hashing import digest
from app.domain.notices import NoticeKind
from app.domain.redaction import BLACKED_OUT, RedactionGround
from app.models import Attachment, Comment, Event, Group, Notice, PracticeRevision, Redaction, User
from app.policies.redaction import may_redact_file
from app.policies.verdicts import Invalid, Refused
from app.queries.audit import verify_chain
from app.queries.kept_texts import altered_texts
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_chair, a_city, a_group, a_person, a_representative, a_secretary
from tests.builders.differences import a_proposing_difference
from tests.builders.discussion import a_comment, a_file

SECRET = "申立人 甲野花子 立川市曙町"
GROUND, WHY = RedactionGround.PERSONAL_INFORMATION, "住民の氏名が書かれていた。"


@dataclass(frozen=True)
class Case:
    """A text that somebody wrote, how it is redacted, and its event."""

    subject: Any
    author: User
    redact: Callable[..., Any]
    kind: EventKind
    text_hash: str


def _comment() -> Case:
    author = _author()
    comment = a_comment(a_proposing_difference(author.roles[0].group), author, SECRET)
    return Case(comment, author, redact_comment, EventKind.COMMENT_ADDED, digest(SECRET.encode()))


def _practice() -> Case:
    secretary = a_secretary()
    difference = a_proposing_difference(a_group(), secretary)
    revision = difference.practices[0].current
    kind = EventKind.PRACTICE_STATED
    return Case(revision, secretary, redact_practice, kind, digest(revision.body.encode()))


def _file() -> Case:
    author = _author()
    content = SECRET.encode()
    difference = a_proposing_difference(author.roles[0].group)
    comment = a_comment(difference, author, files=[a_file(f"{SECRET}.txt", content)])
    return Case(comment.files[0], author, redact_file, EventKind.COMMENT_ADDED, digest(content))


def _author() -> User:
    group = a_group()
    return a_representative(group, group.cities[0].city)


CASES = {"a comment": _comment, "a practice": _practice, "a file": _file}


def _redact(case: Case, actor: User, reason: str = WHY) -> None:
    with transaction():
        case.redact(case.subject.id, actor, ground=GROUND, reason=reason)


@pytest.mark.parametrize("name", CASES)
def test_a5_the_text_goes_and_hash_event_redactor_and_ground_stay(session: Session, name: str) -> None:
    case = CASES[name]()
    before = session.scalars(select(Event).where(Event.kind == case.kind).order_by(Event.id)).first()
    kept = before.after
    redactor = a_secretary()
    _redact(case, redactor)
    session.expire_all()

    redaction = case.subject.redaction
    assert (redaction.text_hash, redaction.ground, redaction.reason) == (case.text_hash, GROUND, WHY)
    assert redaction.by_printed == redactor.printed
    assert session.get(Event, before.id).after == kept
    event = session.scalars(select(Event).where(Event.kind == EventKind.TEXT_REDACTED)).one()
    assert event.before == {"text_hash": case.text_hash}
    assert (event.after["ground"], event.after["reason"]) == ("personal_information", WHY)
    assert SECRET not in _everything(session)
    assert verify_chain().whole
    assert list(altered_texts(files=True)) == []


def _everything(session: Session) -> str:
    """Every row of every table that could hold the text."""
    tables = (Attachment, Comment, Event, Group, Notice, PracticeRevision, Redaction)
    rows = [row for model in tables for row in session.execute(select(model.__table__))]
    return "".join(str(value) for row in rows for value in row) + "".join(
        content.decode("utf-8", "replace") for content in session.scalars(select(Attachment.content))
    )


def test_a5_a_practice_loses_source_basis_and_instruction_with_its_text(session: Session) -> None:
    case = _practice()
    assert case.subject.instruction
    _redact(case, a_secretary())
    session.expire_all()

    revision = case.subject
    assert (revision.body, revision.source, revision.legal_basis) == (BLACKED_OUT, "", "")
    assert revision.instruction == ""


def test_a5_a_file_loses_content_and_name(session: Session) -> None:
    case = _file()
    _redact(case, a_secretary())
    session.expire_all()

    assert (case.subject.filename, case.subject.content) == (f"{BLACKED_OUT}.txt", b"")


@pytest.mark.parametrize("name", CASES)
def test_a5_secretariat_and_administrators_redact_and_nobody_else(session: Session, name: str) -> None:
    case = CASES[name]()
    outsider = a_person(a_city("小金井市"))
    people = [
        outsider,
        a_chair(_group_of(case.subject), _group_of(case.subject).cities[1].city),
        *([case.author] if case.author.city else []),
    ]
    for person in people:
        with pytest.raises(Refused) as refused:
            _redact(case, person)
        assert refused.value.verdict.code == "secretariat_only"
    _redact(case, a_person(outsider.city, administrator=True))
    assert session.scalars(select(Redaction)).one()


def _group_of(subject: Any) -> Group:
    practice = getattr(subject, "practice", None)
    return (practice or subject).difference.group


@pytest.mark.parametrize("name", CASES)
def test_a5_it_is_redacted_once_and_needs_a_reason_in_words(session: Session, name: str) -> None:
    case = CASES[name]()
    secretary = a_secretary()
    with pytest.raises(Invalid):
        _redact(case, secretary, "　")
    _redact(case, secretary)
    with pytest.raises(Refused) as refused:
        _redact(case, secretary)
    assert refused.value.verdict.code == "redacted_already"


@pytest.mark.parametrize("name", ["a comment", "a file"])
def test_a5_whoever_wrote_it_is_told(session: Session, name: str) -> None:
    case = CASES[name]()
    _redact(case, a_secretary())
    wanted = select(Notice.user_id).where(Notice.kind == NoticeKind.TEXT_REDACTED)

    assert session.scalars(wanted).all() == [case.author.id]


def test_a5_what_came_from_an_objection_stays(session: Session) -> None:
    a_closed_round("aao")
    concern = session.scalars(select(Comment).where(Comment.round_id.is_not(None))).one()
    secretary = a_secretary()
    with pytest.raises(Refused) as refused, transaction():
        redact_comment(concern.id, secretary, ground=GROUND, reason=WHY)
    assert refused.value.verdict.code == "objection_is_on_record"


def test_a5_files_of_versions_and_papers_of_meetings_stay(session: Session) -> None:
    author = _author()
    file = a_comment(a_proposing_difference(author.roles[0].group), author, files=[a_file()]).files[0]
    secretary = a_secretary()
    for owner, code in (
        ("proposal_version_id", "file_of_version_stays"),
        ("meeting_id", "paper_of_meeting_stays"),
    ):
        other = Attachment(**{owner: 1})
        assert may_redact_file(secretary, other).code == code
    assert may_redact_file(secretary, file)


@pytest.mark.parametrize("write", [update(Redaction).values(reason="x"), delete(Redaction)])
def test_a5_a_redaction_is_never_changed_or_removed(session: Session, write: Any) -> None:
    _redact(_comment(), a_secretary())
    with pytest.raises(Refused), transaction():
        session.execute(write)


@pytest.mark.parametrize("subjects", [{}, {"comment_id": 1, "attachment_id": 1}])
def test_a5_a_redaction_is_of_one_thing(session: Session, subjects: dict[str, int]) -> None:
    case = _comment()
    row = session.execute(select(Redaction.__table__)).first()
    assert row is None
    values = {
        "ground": GROUND,
        "reason": WHY,
        "text_hash": "x",
        "by_id": case.author.id,
        "by_printed": "x",
        "at": case.subject.created_at,
    }
    with pytest.raises(IntegrityError, match="one_subject"):
        session.execute(insert(Redaction).values(**values, **subjects))
