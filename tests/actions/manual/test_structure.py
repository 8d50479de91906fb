"""The order of a chapter: sections, texts, placed decisions; stable anchors, one event an act, two editors."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.manual import (
    add_section,
    add_text,
    move_entry,
    move_section,
    place_difference,
    remove_section,
    remove_text,
    rename_section,
    save_text,
)
from app.domain.events import EventKind
from app.models import Event, ManualSection, ManualText
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.queries.manual.structure import entries_of, sections_of, state_of
from app.transaction import transaction
from tests.builders.council import a_chair, a_group, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.differences import a_difference
from tests.builders.manual import a_later_decision, a_section, a_text, an_edition, placed


def test_a_section_and_a_text_are_made_with_one_event_each(session: Session) -> None:
    group = a_group()
    section = a_section(group)
    text = a_text(section)

    assert (section.anchor, text.anchor) == ("edu-02-s1", "edu-02-t1")
    assert [event.after["act"] for event in _events(session)] == ["section_added", "text_added"]
    assert {event.group_id for event in _events(session)} == {group.id}


def test_l7_saving_without_a_change_leaves_no_trace(session: Session) -> None:
    text = a_text(a_section(a_group()))
    secretary, before = a_secretary(), len(_events(session))
    with transaction():
        save_text(text.id, secretary, title=text.title, body=text.body)
    with transaction():
        rename_section(text.section_id, secretary, title=text.section.title)

    assert len(_events(session)) == before


def test_b15_a_form_sent_twice_makes_one_section_and_one_text(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    for _ in range(2):
        with transaction():
            add_section(group.id, secretary, title="はじめに", key="section")
    section = session.scalars(select(ManualSection)).one()
    for _ in range(2):
        with transaction():
            add_text(section.id, secretary, title="目的", body="本文", key="text")

    assert len(session.scalars(select(ManualText)).all()) == 1


def test_m3_the_anchor_of_what_was_published_is_not_given_again(session: Session) -> None:
    section = a_section(a_group())
    text = a_text(section)
    an_edition()
    secretary = a_secretary()
    with transaction():
        remove_text(text.id, secretary)
    with transaction():
        remove_section(section.id, secretary)

    later = a_section(section.group, "総則")
    assert later.anchor == "edu-02-s2"
    assert a_text(later).anchor == "edu-02-t2"


def test_m3_a_section_keeps_its_anchor_under_another_title(session: Session) -> None:
    section, secretary = a_section(a_group()), a_secretary()
    with transaction():
        rename_section(section.id, secretary, title="　総則 ")

    assert (section.title, section.anchor) == ("総則", "edu-02-s1")
    assert _events(session)[-1].after["title_before"] == "はじめに"


def test_sections_change_places_and_the_ends_stay(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    first, second, third = (a_section(group, title) for title in ("一", "二", "三"))
    for section, up in ((third, True), (first, False), (first, False), (first, False)):
        with transaction():
            move_section(section.id, secretary, up=up)

    assert [section.title for section in sections_of(group.id)] == ["三", "二", "一"]
    assert second.position == 2
    assert [e.after["act"] for e in _events(session)].count("section_moved") == 3


def test_a_decision_stands_where_it_was_placed_and_moves_among_the_texts(session: Session) -> None:
    decision = a_quick_decision()
    section = a_section(decision.group)
    text, secretary = a_text(section), a_secretary()
    placed(decision, section)
    number = decision.difference.number
    with transaction():
        move_entry(section.id, secretary, entry=number, up=True)

    assert [p.anchor for p in an_edition().paragraphs] == [number.lower(), text.anchor]
    placed(decision, None)
    assert [p.section_anchor for p in an_edition().paragraphs] == [section.anchor, "edu-02-operation"]


def test_m3_what_supersedes_a_placed_decision_stands_in_its_place(session: Session) -> None:
    decision = a_quick_decision()
    placed(decision, a_section(decision.group))
    a_later_decision(decision, body="改めた本文")

    assert [p.section_anchor for p in an_edition().paragraphs] == ["edu-02-s1"]


def test_placing_twice_in_the_same_section_changes_nothing(session: Session) -> None:
    decision = a_quick_decision()
    section = a_section(decision.group)
    placed(decision, section)
    before = len(_events(session))
    placed(decision, section)

    assert len(_events(session)) == before
    assert len(entries_of([section.id])[section.id]) == 1


def test_only_what_is_decided_is_placed_and_only_in_its_own_chapter(session: Session) -> None:
    decision = a_quick_decision()
    cities = [place.city for place in decision.group.cities]
    foreign = a_section(a_group(cities, code="TAX-01"))
    open_matter = a_difference(decision.group)
    section = a_section(decision.group)
    with pytest.raises(Invalid) as invalid:
        placed(decision, foreign)
    assert invalid.value.code == "section_of_another_group"

    secretary = a_secretary()
    with pytest.raises(Invalid) as nothing, transaction():
        place_difference(open_matter.number, secretary, section_id=section.id)
    assert nothing.value.code == "nothing_decided_to_place"


def test_a_section_with_something_in_it_stays(session: Session) -> None:
    text, secretary = a_text(a_section(a_group())), a_secretary()
    with pytest.raises(Refused) as refused, transaction():
        remove_section(text.section_id, secretary)

    assert (refused.value.verdict.code, refused.value.verdict.ground) == (
        "section_holds_entries",
        Ground.TIME,
    )


def test_two_editors_do_not_write_over_each_other(session: Session) -> None:
    text, secretary = a_text(a_section(a_group())), a_secretary()
    seen = state_of(text)
    with transaction():
        save_text(text.id, secretary, title="目的", body="先に改めた本文", seen=seen)
    with pytest.raises(Invalid) as invalid, transaction():
        save_text(text.id, secretary, title="目的", body="後から改めた本文", seen=seen)

    assert invalid.value.code == "text_changed_meanwhile"
    assert text.body == "先に改めた本文"


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("title", {"title": "あ" * 121, "body": "本文"}, "line_too_long"),
        ("body", {"title": "目的", "body": " 　\n"}, "required"),
        ("body", {"title": "目的", "body": "あ" * 40_000}, "markdown_too_long"),
        (
            "decision_id",
            {"title": "目的", "body": "本文", "normative": True, "decision_id": 99},
            "decision_not_in_force",
        ),
    ],
)
def test_what_cannot_stand_is_refused_by_its_field(
    session: Session, field: str, typed: dict[str, object], code: str
) -> None:
    section, secretary = a_section(a_group()), a_secretary()
    with pytest.raises(Invalid) as invalid, transaction():
        add_text(section.id, secretary, **typed)  # type: ignore[arg-type]

    assert (invalid.value.field, invalid.value.code) == (field, code)


def test_a_text_that_explains_names_no_decision(session: Session) -> None:
    decision = a_quick_decision()
    text = a_text(a_section(decision.group), normative=False, decision_id=decision.id)

    assert text.decision_id is None


def test_only_the_secretariat_orders_and_writes(session: Session) -> None:
    text = a_text(a_section(a_group()))
    chair = a_chair(text.section.group, text.section.group.cities[0].city)
    acts = [
        lambda: add_section(text.section.group_id, chair, title="x"),
        lambda: rename_section(text.section_id, chair, title="x"),
        lambda: move_section(text.section_id, chair, up=True),
        lambda: remove_section(text.section_id, chair),
        lambda: add_text(text.section_id, chair, title="x", body="本文"),
        lambda: save_text(text.id, chair, title="x", body="本文"),
        lambda: remove_text(text.id, chair),
        lambda: move_entry(text.section_id, chair, entry=text.anchor, up=True),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused, transaction():
            act()
        assert refused.value.verdict.code == "secretariat_only"


def test_what_is_gone_is_not_found(session: Session) -> None:
    secretary = a_secretary()
    for act in (
        lambda: rename_section(99, secretary, title="x"),
        lambda: remove_text(99, secretary),
        lambda: add_section(99, secretary, title="x"),
    ):
        with pytest.raises(NotFound), transaction():
            act()


def _events(session: Session) -> list[Event]:
    statement = select(Event).where(Event.kind == EventKind.MANUAL_TEXT_CHANGED).order_by(Event.id)
    return list(session.scalars(statement))
