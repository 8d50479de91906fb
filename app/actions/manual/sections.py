"""The order of a group's chapter: its own sections, and which decisions stand in them."""

from typing import Any

from app.actions.differences.texts import line
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.manual.order import exchange
from app.domain.events import EventKind
from app.domain.manual import ManualAct, fresh_anchor
from app.extensions import db
from app.models import Group, ManualPlacement, ManualSection, User
from app.policies.manual import may_remove_section, may_write_manual
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.differences import difference_named
from app.queries.groups import lock_group
from app.queries.manual.building import latest_decisions
from app.queries.manual.structure import (
    Entry,
    anchors_used,
    entries_of,
    lock_section,
    placement_of,
    sections_of,
)

MAX_TITLE = 120


def add_section(group_id: int, actor: User, *, title: str, key: str = "") -> ManualSection | None:
    """Make a section at the end of a chapter's own; None where this very form made it already."""
    ensure(may_write_manual(actor))
    group = lock_group(group_id)
    if not claim_key(key, actor):
        return None
    section = ManualSection(
        group=group,
        anchor=fresh_anchor(group.code, "s", anchors_used(group)),
        title=_title(title),
        position=max((section.position for section in sections_of(group.id)), default=0) + 1,
    )
    db.session.add(section)
    _note(ManualAct.SECTION_ADDED, actor, group, anchor=section.anchor, title=section.title)
    return section


def rename_section(section_id: int, actor: User, *, title: str) -> ManualSection:
    """Give a section another title; its anchor stays (M3). The same title changes nothing."""
    ensure(may_write_manual(actor))
    section = lock_section(section_id)
    before, section.title = section.title, _title(title)
    if before != section.title:
        facts = {"anchor": section.anchor, "title": section.title, "title_before": before}
        _note(ManualAct.SECTION_RENAMED, actor, section.group, **facts)
    return section


def move_section(section_id: int, actor: User, *, up: bool) -> None:
    """Let a section change places with its neighbour; at the end of the row nothing happens."""
    ensure(may_write_manual(actor))
    section = lock_section(section_id)
    row = sections_of(section.group_id)
    if exchange(row, row.index(section), up=up):
        facts = {"anchor": section.anchor, "title": section.title, "up": up}
        _note(ManualAct.SECTION_MOVED, actor, section.group, **facts)


def remove_section(section_id: int, actor: User) -> None:
    """Take an empty section away."""
    ensure(may_write_manual(actor))
    section = lock_section(section_id)
    ensure(may_remove_section(len(entries_of([section.id])[section.id])))
    db.session.delete(section)
    _note(ManualAct.SECTION_REMOVED, actor, section.group, anchor=section.anchor, title=section.title)


def place_difference(number: str, actor: User, *, section_id: int | None) -> None:
    """Let the decisions on a difference stand at the end of a section; None is the default section of its kind."""
    ensure(may_write_manual(actor))
    difference = difference_named(number, actor)
    group = lock_group(difference.group_id)
    if difference.id not in {d.difference_id for d in latest_decisions(group.id)}:
        raise Invalid("section_id", "nothing_decided_to_place")
    section = None if section_id is None else lock_section(section_id)
    if section is not None and section.group_id != group.id:
        raise Invalid("section_id", "section_of_another_group")
    placement = placement_of(difference)
    if (placement.section_id if placement else None) == section_id:
        return
    if placement is not None:
        db.session.delete(placement)
        db.session.flush()
    if section is not None:
        position = last_position(section) + 1
        db.session.add(ManualPlacement(difference=difference, section=section, position=position))
    facts = {"number": difference.number, "section": section.title if section else None}
    _note(ManualAct.DECISION_PLACED, actor, group, title=difference.title, **facts)


def move_entry(section_id: int, actor: User, *, entry: str, up: bool) -> None:
    """Let a text (by its anchor) or a placed decision (by its difference's number) change places with its neighbour."""
    ensure(may_write_manual(actor))
    section = lock_section(section_id)
    row = entries_of([section.id])[section.id]
    place = next((place for place, thing in enumerate(row) if name_of(thing) == entry), None)
    if place is None:
        raise NotFound
    if exchange(row, place, up=up):
        facts = {"anchor": section.anchor, "title": section.title, "entry": entry, "up": up}
        _note(ManualAct.ENTRY_MOVED, actor, section.group, **facts)


def name_of(entry: Entry) -> str:
    """By what an entry of a section is called: the difference's number, or the text's anchor."""
    return entry.difference.number if isinstance(entry, ManualPlacement) else entry.anchor


def last_position(section: ManualSection) -> int:
    """The place of the last entry of a section, 0 for an empty one."""
    return max((entry.position for entry in entries_of([section.id])[section.id]), default=0)


def _title(title: str) -> str:
    title = line("title", title, MAX_TITLE)
    if not title:
        raise Invalid("title", "required")
    return title


def _note(act: ManualAct, actor: User, group: Group, **facts: Any) -> None:
    after = {"act": act.value, "group": group.code, **facts}
    record(EventKind.MANUAL_TEXT_CHANGED, actor=actor, subject=group, group=group, after=after)
