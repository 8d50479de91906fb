"""Settling a concern with words, and opening it again."""

from app.actions.differences.texts import said_in_words
from app.actions.events import record
from app.clock import now
from app.domain.events import EventKind
from app.models import Comment, User
from app.policies.discussion import may_reopen_concern, may_resolve
from app.policies.verdicts import ensure
from app.queries.discussion.one import lock_comment


def resolve_concern(comment_id: int, actor: User, *, resolution: str) -> Comment:
    """Say what settles a concern; it no longer holds up a ballot (B23 for objections)."""
    comment = lock_comment(comment_id)
    at = now()
    ensure(may_resolve(actor, comment, at))
    comment.resolution = said_in_words("resolution", resolution)
    comment.resolved_at = at
    comment.resolved_by_id, comment.resolved_by_printed = actor.id, actor.printed
    record(
        EventKind.CONCERN_RESOLVED,
        actor=actor,
        subject=comment,
        difference=comment.difference,
        after={"resolution": comment.resolution, "round": comment.round_id},
    )
    return comment


def reopen_concern(comment_id: int, actor: User, *, reason: str) -> Comment:
    """Open a settled concern again; what had settled it stays in the history."""
    comment = lock_comment(comment_id)
    ensure(may_reopen_concern(actor, comment, now()))
    why = said_in_words("reason", reason)
    before = {"resolution": comment.resolution, "by": comment.resolved_by_printed}
    comment.resolution = comment.resolved_by_printed = ""
    comment.resolved_at = comment.resolved_by_id = None
    record(
        EventKind.CONCERN_REOPENED,
        actor=actor,
        subject=comment,
        difference=comment.difference,
        before=before,
        after={"reason": why},
    )
    return comment
