"""Remarks of cities on circulated minutes, and their answers: they stay with the version they were given to (M5)."""

from app.actions.differences.texts import checked_markdown
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.events import EventKind
from app.domain.hashing import canonical_json, digest
from app.domain.meetings import RemarkOutcome
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.domain.roles import RoleKind
from app.domain.texts import normalise
from app.extensions import db
from app.models import Minutes, MinutesRemark, MinutesVersion, User
from app.policies.minutes_remarks import may_answer_remark, may_remark
from app.policies.verdicts import Invalid, Refused, ensure, not_now
from app.queries.meetings import lock_minutes
from app.queries.meetings.remarks import last_number, passage_of, remark_numbered, remarks_on
from app.queries.roles import people_of_group, secretaries

MAX_QUOTE = 1_000


def remark_on_minutes(
    minutes_id: int,
    actor: User,
    *,
    version: int,
    passage: int | None = None,
    quote: str = "",
    body: str = "",
    suggestion: str = "",
    key: str = "",
) -> MinutesRemark:
    """Say something about a passage of the version that was read, or suggest its wording; None is beside the text.

    Without a quote the whole passage is meant. The same form remarks once (B15).
    """
    minutes = lock_minutes(minutes_id)
    at = now()
    ensure(may_remark(actor, minutes, at))
    present = minutes.current
    if version != present.number:
        raise Refused(not_now("minutes_changed_meanwhile"))
    said, wanted = checked_markdown("body", body), checked_markdown("suggestion", suggestion)
    if not is_reason(said) and not is_reason(wanted):
        raise Invalid("body", "needs_words")
    quoted = _quoted(minutes, present, passage, quote)
    if not claim_key(key, actor):
        return next(each for each in reversed(remarks_on(minutes)) if each.author_id == actor.id)
    remark = MinutesRemark(
        version=present, number=last_number(present) + 1, city_id=actor.city_id, city=actor.city,
        passage=passage, quote=quoted, body=said, suggestion=wanted,
        author_id=actor.id, author_printed=actor.printed, at=at,
    )  # fmt: skip
    db.session.add(remark)
    _record(EventKind.MINUTES_REMARKED, minutes, remark, actor)
    leaders = [*people_of_group(minutes.meeting.group, at, kinds=(RoleKind.CHAIR,)), *secretaries()]
    _tell(NoticeKind.MINUTES_REMARKED, minutes, remark, [each for each in leaders if each.id != actor.id])
    return remark


def answer_remark(
    minutes_id: int, version: int, number: int, actor: User, *, outcome: RemarkOutcome, answer: str = ""
) -> MinutesRemark:
    """Say what became of a remark, once; one that is not taken over is told why."""
    minutes = lock_minutes(minutes_id)
    remark = remark_numbered(minutes, version, number)
    at = now()
    ensure(may_answer_remark(actor, minutes, remark, at))
    text = checked_markdown("answer", answer)
    if outcome is RemarkOutcome.NOT_TAKEN_OVER and not is_reason(text):
        raise Invalid("answer", "reason_required")
    remark.outcome, remark.answer, remark.answered_at = outcome, text, at
    remark.answered_by_id, remark.answered_by_printed = actor.id, actor.printed
    _record(EventKind.MINUTES_REMARK_ANSWERED, minutes, remark, actor)
    author = db.session.get_one(User, remark.author_id)
    _tell(NoticeKind.MINUTES_REMARK_ANSWERED, minutes, remark, [author])
    return remark


def _quoted(minutes: Minutes, version: MinutesVersion, passage: int | None, quote: str) -> str:
    """The words that are meant, as the passage has them; spaces aside, for a browser breaks lines where it likes."""
    if passage is None:
        return ""
    words = passage_of(minutes, version, passage).words
    chosen = normalise(quote).strip() or words
    if "".join(chosen.split()) not in "".join(words.split()):
        raise Invalid("quote", "quote_not_in_passage")
    return chosen[:MAX_QUOTE]


def _record(kind: EventKind, minutes: Minutes, remark: MinutesRemark, actor: User) -> None:
    meeting = minutes.meeting
    texts = [remark.answer] if remark.outcome else [remark.quote, remark.body, remark.suggestion]
    record(
        kind,
        actor=actor,
        subject=meeting,
        group=meeting.group,
        after={
            "meeting": meeting.number,
            "version": remark.version.number,
            "remark": remark.number,
            "text_hash": digest(canonical_json(texts)),
            "outcome": remark.outcome.value if remark.outcome else None,
        },
    )


def _tell(kind: NoticeKind, minutes: Minutes, remark: MinutesRemark, people: list[User]) -> None:
    meeting = minutes.meeting
    notify(
        people,
        kind,
        subject=meeting,
        key=f"{remark.version.number}/{remark.number}",
        meeting=meeting.number,
        group=meeting.group.code,
    )
