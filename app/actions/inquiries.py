"""Inquiries: asked about a paragraph of the manual, answered by its group, closed."""

from typing import Any

from app.actions.differences.texts import said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import RoleKind
from app.extensions import db
from app.models import Inquiry, InquiryReply, User
from app.policies.inquiries import may_ask, may_close, may_reply
from app.policies.verdicts import ensure
from app.queries.groups import lock_group
from app.queries.inquiries import last_inquiry_of, lock_inquiry, people_of_inquiry
from app.queries.manual.paragraphs import paragraph_read
from app.queries.roles import people_of_group

LEADS = (RoleKind.CHAIR, RoleKind.REPRESENTATIVE)


def ask(number: int, anchor: str, actor: User, *, body: str, key: str = "") -> Inquiry:
    """Ask the group about a paragraph as it stands in an edition; its chair and representatives are told."""
    paragraph = paragraph_read(number, anchor, actor, now())
    group = lock_group(paragraph.group_id)
    at = now()
    ensure(may_ask(actor, group, at))
    body = said_in_words("body", body, "needs_words")
    if not claim_key(key, actor):
        return last_inquiry_of(group, actor)
    inquiry = Inquiry(
        group=group,
        paragraph=paragraph,
        anchor=paragraph.anchor,
        body=body,
        asker_id=actor.id,
        asker_printed=actor.printed,
        asked_at=at,
    )
    db.session.add(inquiry)
    _record(EventKind.INQUIRY_ASKED, actor, inquiry)
    people = people_of_group(group, at, kinds=LEADS)
    told = [person for person in people if person.id != actor.id]
    notify(told, NoticeKind.INQUIRY_ASKED, subject=inquiry, group=group.code)
    return inquiry


def reply(inquiry_id: int, actor: User, *, body: str, key: str = "") -> Inquiry:
    """Answer an inquiry; what its own asker adds is a further question and opens it again."""
    inquiry = lock_inquiry(inquiry_id)
    at = now()
    ensure(may_reply(actor, inquiry, at))
    body = said_in_words("body", body, "needs_words")
    if not claim_key(key, actor):
        return inquiry
    further = actor.id == inquiry.asker_id
    said = InquiryReply(inquiry=inquiry, body=body, author_id=actor.id, author_printed=actor.printed, at=at)
    db.session.add(said)
    inquiry.answered_at = None if further else at
    _record(EventKind.INQUIRY_ANSWERED, actor, inquiry, further=further)
    _tell(inquiry, said, actor, further=further)
    return inquiry


def close_inquiry(inquiry_id: int, actor: User) -> Inquiry:
    """Close an inquiry; it stays to be read and takes nothing more."""
    inquiry = lock_inquiry(inquiry_id)
    at = now()
    ensure(may_close(actor, inquiry, at))
    inquiry.closed_at, inquiry.closed_by_id, inquiry.closed_by_printed = at, actor.id, actor.printed
    _record(EventKind.INQUIRY_CLOSED, actor, inquiry)
    return inquiry


def _tell(inquiry: Inquiry, said: InquiryReply, actor: User, *, further: bool) -> None:
    """An answer reaches the asker; a further question whoever answered, and those who lead the group."""
    leads = people_of_group(inquiry.group, said.at, kinds=LEADS) if further else []
    people = {person.id: person for person in [*people_of_inquiry(inquiry, further=further), *leads]}
    people.pop(actor.id, None)
    db.session.flush()
    kind = NoticeKind.INQUIRY_ASKED if further else NoticeKind.INQUIRY_ANSWERED
    notify(people.values(), kind, subject=inquiry, key=str(said.id), group=inquiry.group.code)


def _record(kind: EventKind, actor: User, inquiry: Inquiry, **more: Any) -> None:
    """What was asked stays with the inquiry; the log names the paragraph (A5)."""
    facts = {"anchor": inquiry.anchor, "title": inquiry.paragraph.title or inquiry.paragraph.section_title}
    record(kind, actor=actor, subject=inquiry, group=inquiry.group, after={**facts, **more})
