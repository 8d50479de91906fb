"""Cutting an edition: the decisions in force become an immutable publication, and their matters are published."""

from datetime import date

from app.actions.adoption import complete_if_adopted
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.actions.workflow import move
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.manual import Changes, changes_between, decision_anchor
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.domain.texts import normalise
from app.domain.workflow import Act, Stage
from app.extensions import db
from app.models import Decision, Edition, EditionParagraph, User
from app.policies.manual import day_of_edition, fit_to_publish, may_write_manual, unchanged_contents
from app.policies.verdicts import Invalid, ensure
from app.queries.manual import Build, coming_build, latest_edition
from app.queries.manual.locking import group_ids, lock_decided_differences, people_of_groups
from app.queries.manual.stored import texts_of

MAX_NOTE = 1_000


def cut_edition(
    actor: User,
    *,
    note: str,
    published_on: date | None = None,
    seen: str | None = None,
    key: str = "",
) -> Edition:
    """Publish the manual as it stands: exactly the decisions in force that wait for nothing (M1, M2, B22).

    Refused where a normative text has no decision (named), or where the last edition says the same already. Of two
    at once the second waits for the first, and is then refused or gets the next number. seen is the hash of the
    contents that the form showed: what somebody else changed since is not published unread.
    """
    ensure(may_write_manual(actor))
    locked = lock_decided_differences()
    fresh, last = claim_key(key, actor), latest_edition()
    if last is not None and not fresh:
        return last
    build = coming_build(only=locked.keys())
    ensure(unchanged_contents(build.content_hash, seen))
    changes = changes_between(texts_of(last), build.texts)
    ensure(
        fit_to_publish(
            [fault.name for fault in build.faults],
            empty=not build.paragraphs,
            anything_new=last is None or last.content_hash != build.content_hash,
        )
    )
    edition = _edition(actor, build, last, _note(note), _day(published_on, build, last))
    _record(edition, actor, build, changes)
    for decision in build.decisions:
        _publish(decision, edition, actor)
    people = people_of_groups(changes.groups, edition.cut_at)
    notify(people, NoticeKind.EDITION_CUT, subject=edition, number=edition.number)
    return edition


def _note(note: str) -> str:
    note = normalise(note).strip()
    if not is_reason(note):
        raise Invalid("note", "edition_note_required")
    if len(note) > MAX_NOTE:
        raise Invalid("note", "line_too_long", limit=MAX_NOTE)
    return note


def _day(wanted: date | None, build: Build, last: Edition | None) -> date:
    today = tokyo_date(now())
    day = wanted or today
    decided = max((tokyo_date(decision.decided_at) for decision in build.decisions), default=None)
    code = day_of_edition(day, today, last.published_on if last else None, decided)
    if code:
        raise Invalid("published_on", code, edition=last and last.published_on, decision=decided)
    return day


def _edition(actor: User, build: Build, last: Edition | None, note: str, day: date) -> Edition:
    """The number is one past the last; its UNIQUE constraint judges where nothing was there to lock."""
    edition = Edition(
        number=last.number + 1 if last else 1,
        published_on=day,
        note=note,
        cut_by_id=actor.id,
        cut_by_printed=actor.printed,
        cut_at=now(),
        frame=build.frame,
        content_hash=build.content_hash,
    )
    ids = group_ids({paragraph.group for paragraph in build.paragraphs})
    edition.paragraphs = [
        EditionParagraph(
            position=position,
            group_id=ids[paragraph.group],
            section_anchor=paragraph.section,
            section_title=paragraph.section_title,
            anchor=paragraph.anchor,
            title=paragraph.title,
            body=paragraph.body,
            normative=paragraph.normative,
            decision_id=paragraph.decision_id,
            provenance=dict(paragraph.provenance),
        )
        for position, paragraph in enumerate(build.paragraphs, 1)
    ]
    db.session.add(edition)
    db.session.flush()
    return edition


def _record(edition: Edition, actor: User, build: Build, changes: Changes) -> None:
    facts = {
        "number": edition.number,
        "published_on": edition.published_on.isoformat(),
        "note": edition.note,
        "content_hash": edition.content_hash,
        "paragraphs": len(build.paragraphs),
        "added": len(changes.added),
        "changed": len(changes.changed),
        "removed": len(changes.removed),
        "waiting": [waiting.decision.number for waiting in build.waiting],
    }
    record(EventKind.EDITION_CUT, actor=actor, subject=edition, after=facts)


def _publish(decision: Decision, edition: Edition, actor: User) -> None:
    """A decided matter whose decision stands in the edition is published; a reopened one stays open."""
    difference = decision.difference
    if difference.stage is not Stage.DECIDED or difference.cycle != decision.cycle:
        return
    facts = {
        "edition": edition.number,
        "decision": decision.id,
        "number": decision.number,
        "group": difference.group.code,
        "anchor": decision_anchor(difference.number),
    }
    move(difference, Act.PUBLISH, actor, EventKind.DIFFERENCE_PUBLISHED, after=facts)
    complete_if_adopted(difference)
