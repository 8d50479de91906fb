"""Introductions of domains: they explain (M2), are frozen into an edition (M1), and editions differ by them (M4)."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.manual import remove_domain, save_introduction
from app.clock import now
from app.domain.events import EventKind
from app.domain.hashing import canonical_json, digest
from app.domain.manual import Paragraph, content_hash
from app.models import Event
from app.policies.verdicts import Invalid, Refused
from app.queries.manual import coming_build, edition_numbered
from app.queries.manual.comparing import coming_page, compare_page
from app.queries.manual.domains import introduction_state
from app.queries.manual.finding import find_in_edition
from app.transaction import transaction
from tests.builders.council import a_chair, a_domain, a_group, a_partner, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import an_edition, an_introduction

FRAME: Mapping[str, Any] = {
    "council": {"ja": "試験協議会", "en": "Test Council"},
    "chapters": [
        {
            "code": "EDU-02",
            "ja": "就学",
            "en": "School",
            "domain": {"code": "EDU", "ja": "教育", "en": "Education"},
        }
    ],
}


def test_m1_an_edition_without_an_introduction_is_hashed_and_kept_as_before(session: Session) -> None:
    a_quick_decision()
    an_introduction("TAX", "章のない分野の解説。")
    build = coming_build()

    assert set(build.frame) == {"council", "chapters"}
    assert build.texts == list(build.paragraphs)
    kept = digest(canonical_json({"form": "manual-edition-1", "frame": FRAME, "paragraphs": []}))
    assert content_hash(FRAME, []) == kept


def test_m1_m2_an_introduction_is_frozen_into_the_edition_and_binds_nobody(session: Session) -> None:
    a_quick_decision()
    before = an_edition()
    an_introduction("EDU", "初めの解説。")
    frozen = an_edition()
    an_introduction("EDU", "改めた解説。")
    introductions = [edition.frame.get("introductions") for edition in (before, edition_numbered(2))]

    assert introductions == [None, [{"code": "EDU", "anchor": "edu-introduction", "body": "初めの解説。"}]]
    assert frozen.content_hash == content_hash(frozen.frame, coming_build().paragraphs)
    assert (
        frozen.content_hash == before.content_hash,
        coming_build().content_hash == frozen.content_hash,
    ) == (
        False,
        False,
    )
    (introduction, *_) = coming_build().texts
    assert (introduction.normative, introduction.decision_id, introduction.anchor) == (
        False,
        None,
        "edu-introduction",
    )
    assert coming_build().faults == ()


def test_m4_the_coming_edition_and_two_editions_show_it_added_changed_and_removed(session: Session) -> None:
    a_quick_decision()
    an_edition()
    secretary = a_secretary()
    for number, (body, kind) in enumerate(
        (("初めの解説。", "added"), ("改めた解説。", "changed"), ("", "removed")), 2
    ):
        an_introduction("EDU", body)
        coming = coming_page(secretary, now(), 1).compared
        an_edition()
        pair = compare_page(number - 1, number, secretary, now(), 1)
        assert pair is not None
        for compared in (coming, pair.compared):
            shown = {"added": compared.added, "removed": compared.removed}
            shown["changed"] = tuple(item.change.after for item in compared.changed.items)
            assert {name: [p.anchor for p in found] for name, found in shown.items() if found} == {
                kind: ["edu-introduction"]
            }
            assert compared.groups["EDU"].ja == "教育"
    cut = session.query(Event).filter_by(kind=EventKind.EDITION_CUT).order_by(Event.id).all()
    counted = [tuple(event.after[name] for name in ("added", "changed", "removed")) for event in cut]
    assert counted[1:] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


def test_a_partner_reads_the_introductions_of_the_own_chapters_alone(session: Session) -> None:
    group = a_quick_decision().group
    tax = a_group([place.city for place in group.cities], code="TAX-01", domain=a_domain("TAX", "税"))
    a_quick_decision(tax)
    for code in ("EDU", "TAX"):
        an_introduction(code, f"{code}の解説。")
    an_edition()
    partner = a_partner(tax)
    pair = compare_page(0, 1, partner, now(), 1)
    assert pair is not None

    assert "tax-introduction" in anchors(pair.compared.added)
    assert "edu-introduction" not in anchors(pair.compared.added)
    assert [place.anchor for place in find_in_edition(1, "解説", "", partner, now(), 1).places] == [
        "tax-introduction"
    ]


def test_t3_l7_saving_the_same_leaves_no_trace_and_nothing_typed_takes_it_away(session: Session) -> None:
    a_domain()
    for body in ("解説。", "解説。\r\n", "改めた解説。", "　\n", ""):
        an_introduction("EDU", body)

    assert [
        (event.after["act"], event.before.get("body"), event.after["body"]) for event in events(session)
    ] == [
        ("introduction_written", None, "解説。"),
        ("introduction_written", "解説。", "改めた解説。"),
        ("introduction_removed", "改めた解説。", ""),
    ]


def test_two_editors_of_an_introduction_do_not_write_over_each_other(session: Session) -> None:
    a_domain()
    an_introduction("EDU", "先の解説。")
    secretary = a_secretary()
    with pytest.raises(Invalid) as refusal, transaction():
        save_introduction("EDU", secretary, body="後の解説。", seen=introduction_state(""))

    assert (refusal.value.field, refusal.value.code) == ("body", "text_changed_meanwhile")
    assert [event.after["body"] for event in events(session)] == ["先の解説。"]


def test_only_the_secretariat_writes_one_and_it_says_something(session: Session) -> None:
    group = a_group()
    chair, secretary = a_chair(group, group.cities[0].city), a_secretary()
    with pytest.raises(Refused) as refused, transaction():
        save_introduction("EDU", chair, body="解説。")
    assert refused.value.verdict.code == "secretariat_only"
    for body, code in (("**", "required"), ("あ" * 40_000, "markdown_too_long")):
        with pytest.raises(Invalid) as invalid, transaction():
            save_introduction("EDU", secretary, body=body)
        assert invalid.value.code == code


def test_m1_a_removed_domain_leaves_its_introduction_in_the_events_and_no_row(session: Session) -> None:
    a_domain("NEW", "新")
    an_introduction("NEW", "解説。")
    secretary = a_secretary()
    with transaction():
        remove_domain("NEW", secretary)

    assert events(session)[-1].before == {"body": "解説。"}


def test_no_introduction_is_empty(session: Session) -> None:
    domain = a_domain()
    with pytest.raises(IntegrityError, match="says_something"):
        session.execute(text("INSERT INTO domain_introductions VALUES (:id, '')"), {"id": domain.id})
    session.rollback()


def anchors(paragraphs: tuple[Paragraph, ...]) -> set[str]:
    """The anchors of paragraphs."""
    return {paragraph.anchor for paragraph in paragraphs}


def events(session: Session) -> list[Event]:
    """What was recorded about domains, in order."""
    return session.query(Event).filter_by(kind=EventKind.DOMAIN_CHANGED).order_by(Event.id).all()
