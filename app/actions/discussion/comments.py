"""Adding a comment, a question or a concern, as a thread of its own or as a reply."""

from collections.abc import Collection
from datetime import datetime

from app.actions.attachments import Files, accepted, attach, hashes_of
from app.actions.differences.texts import said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.attachments import AcceptedFile
from app.domain.discussion import CommentKind, called_in, handles
from app.domain.events import EventKind
from app.domain.hashing import digest
from app.domain.markdown import headings
from app.domain.notices import NoticeKind
from app.domain.roles import RoleKind
from app.extensions import db
from app.models import Comment, Difference, Mention, Proposal, User
from app.policies.discussion import may_comment
from app.policies.verdicts import Invalid, ensure
from app.queries.differences import lock_difference
from app.queries.discussion.one import comment_of, last_comment_of, proposal_of
from app.queries.roles import people_of_group

LEADING = (RoleKind.CHAIR, RoleKind.REPRESENTATIVE)


def add_comment(
    number: str,
    actor: User,
    *,
    kind: CommentKind = CommentKind.COMMENT,
    body: str,
    proposal_id: int | None = None,
    anchor: str | None = None,
    parent_id: int | None = None,
    mentions: Collection[int] = (),
    files: Files = (),
    key: str = "",
) -> Comment:
    """Say something on a difference, on a heading of a proposal (anchor "" is its whole text), or in reply.

    People are called in by their ids or by @ in the text. The same key adds one comment (B15).
    """
    difference = lock_difference(number)
    at = now()
    ensure(may_comment(actor, difference, at, kind))
    text = said_in_words("body", body, "needs_words")
    kept = accepted(files)
    parent = _parent(difference, parent_id, kind)
    proposal = _proposal(difference, proposal_id, anchor)
    called = _called(difference, actor, text, mentions, at)
    if not claim_key(key, actor):
        return last_comment_of(difference, actor)
    comment = Comment(
        difference=difference,
        proposal=parent.proposal if parent else proposal,
        anchor=parent.anchor if parent else (anchor or "") if proposal else None,
        parent_id=parent.id if parent else None,
        kind=kind,
        body=text,
        author=actor,
        author_printed=actor.printed,
        city_id=actor.city_id,
        created_at=at,
        mentions=[Mention(user=person) for person in called],
    )
    db.session.add(comment)
    db.session.flush()
    attach(kept, actor, at, difference=difference, comment_id=comment.id)
    _record(comment, kept, actor)
    _tell(comment, parent, called, actor, at)
    return comment


def _parent(difference: Difference, parent_id: int | None, kind: CommentKind) -> Comment | None:
    """The thread that is replied to: replies are one level deep, and a concern is a thread of its own."""
    if parent_id is None:
        return None
    parent = comment_of(difference, parent_id)
    if parent.parent_id is not None:
        raise Invalid("parent_id", "reply_to_a_reply")
    if kind is CommentKind.CONCERN:
        raise Invalid("kind", "concern_is_a_thread")
    return parent


def _proposal(difference: Difference, proposal_id: int | None, anchor: str | None) -> Proposal | None:
    """The proposal whose text, or whose heading, is talked about; the heading stands in the present version."""
    if proposal_id is None:
        return None
    proposal = proposal_of(difference, proposal_id)
    if anchor and anchor not in {heading.anchor for heading in headings(proposal.current.body)}:
        raise Invalid("anchor", "heading_is_gone")
    return proposal


def _called(
    difference: Difference, actor: User, text: str, mentions: Collection[int], at: datetime
) -> list[User]:
    """The people of the group who are called in, chosen or named in the text, but for the author."""
    people = {person.id: person for person in people_of_group(difference.group, at)}
    if set(mentions) - set(people):
        raise Invalid("mentions", "only_people_of_the_group")
    named = called_in(text, handles({id_: person.printed for id_, person in people.items()}))
    return [people[id_] for id_ in sorted({*mentions, *named} - {actor.id})]


def _record(comment: Comment, files: list[AcceptedFile], actor: User) -> None:
    record(
        EventKind.COMMENT_ADDED,
        actor=actor,
        subject=comment,
        difference=comment.difference,
        after={
            "kind": comment.kind.value,
            "text_hash": digest(comment.body.encode()),
            "proposal": comment.proposal.number if comment.proposal else None,
            "reply_to": comment.parent_id,
            "mentions": [mention.user.printed for mention in comment.mentions],
            "files": hashes_of(files),
        },
    )


def _tell(comment: Comment, parent: Comment | None, called: list[User], actor: User, at: datetime) -> None:
    """Each person learns of a comment once: as called in, as answered, or as leading what a concern holds up."""
    told = {actor.id}
    answered = [parent.author] if parent else []
    leading: list[User] = []
    if comment.kind is CommentKind.CONCERN:
        leading = people_of_group(comment.difference.group, at, kinds=LEADING)
    for people, kind in (
        (called, NoticeKind.MENTIONED),
        (answered, NoticeKind.REPLIED),
        (leading, NoticeKind.CONCERN_RAISED),
    ):
        fresh = [person for person in people if person.id not in told]
        told.update(person.id for person in fresh)
        facts = {"by": actor.printed, "comment_kind": comment.kind.value}
        notify(fresh, kind, subject=comment, difference=comment.difference, **facts)
