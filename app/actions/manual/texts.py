"""The texts that are no decision's own: introductions, and normative texts, which need a decision (M2)."""

from typing import Any

from app.actions.differences.texts import checked_markdown, line
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.manual.sections import MAX_TITLE, last_position
from app.domain.events import EventKind
from app.domain.manual import ManualAct, fresh_anchor
from app.domain.positions import is_reason
from app.extensions import db
from app.models import ManualText, User
from app.policies.manual import may_write_manual
from app.policies.verdicts import Invalid, ensure
from app.queries.manual.building import latest_decisions
from app.queries.manual.structure import anchors_used, lock_section, lock_text, state_of

Facts = dict[str, Any]


def add_text(
    section_id: int,
    actor: User,
    *,
    title: str,
    body: str,
    normative: bool = False,
    decision_id: int | None = None,
    key: str = "",
) -> ManualText | None:
    """Write a text at the end of a section; None where this very form did it already.

    A normative one may wait for its decision here, but no edition is cut before it has one (M2).
    """
    ensure(may_write_manual(actor))
    section = lock_section(section_id)
    if not claim_key(key, actor):
        return None
    text = ManualText(
        section=section,
        anchor=fresh_anchor(section.group.code, "t", anchors_used(section.group)),
        position=last_position(section) + 1,
        **_checked(section.group_id, title, body, normative, decision_id),
    )
    db.session.add(text)
    _record(ManualAct.TEXT_ADDED, actor, text, {}, _facts(text))
    return text


def save_text(
    text_id: int,
    actor: User,
    *,
    title: str,
    body: str,
    normative: bool = False,
    decision_id: int | None = None,
    seen: str | None = None,
) -> ManualText:
    """Change a text; saving without a change leaves no trace. seen is the state the form was rendered from."""
    ensure(may_write_manual(actor))
    text = lock_text(text_id)
    if seen is not None and seen != state_of(text):
        raise Invalid("body", "text_changed_meanwhile")
    before = _facts(text)
    for name, value in _checked(text.section.group_id, title, body, normative, decision_id).items():
        setattr(text, name, value)
    if before != _facts(text):
        _record(ManualAct.TEXT_CHANGED, actor, text, before, _facts(text))
    return text


def remove_text(text_id: int, actor: User) -> None:
    """Take a text out of the coming editions; those it stands in keep it."""
    ensure(may_write_manual(actor))
    text = lock_text(text_id)
    _record(ManualAct.TEXT_REMOVED, actor, text, _facts(text), {})
    db.session.delete(text)


def _checked(group_id: int, title: str, body: str, normative: bool, decision_id: int | None) -> Facts:
    body = checked_markdown("body", body)
    if not is_reason(body):
        raise Invalid("body", "required")
    if not normative:
        decision_id = None
    elif decision_id is not None and decision_id not in {d.id for d in latest_decisions(group_id)}:
        raise Invalid("decision_id", "decision_not_in_force")
    return {
        "title": line("title", title, MAX_TITLE),
        "body": body,
        "normative": normative,
        "decision_id": decision_id,
    }


def _facts(text: ManualText) -> Facts:
    return {
        "title": text.title,
        "body": text.body,
        "normative": text.normative,
        "decision_id": text.decision_id,
    }


def _record(act: ManualAct, actor: User, text: ManualText, before: Facts, after: Facts) -> None:
    """The text's group is the subject: its events stay findable when the text is gone."""
    section = text.section
    place = {"group": section.group.code, "section": section.title, "anchor": text.anchor}
    record(
        EventKind.MANUAL_TEXT_CHANGED,
        actor=actor,
        subject=section.group,
        group=section.group,
        before=before,
        after={"act": act.value, **place, **after, "title": after.get("title", before.get("title", ""))},
    )
