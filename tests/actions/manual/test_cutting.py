"""Cutting editions: what stands in one, what waits, who may, and that nothing in it changes any more."""

from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.manual import remove_text
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.manual import content_hash
from app.domain.workflow import Stage
from app.models import Edition, EditionParagraph, Event
from app.policies.verdicts import Refused
from app.queries.manual.stored import paragraphs_of
from app.transaction import transaction
from tests.builders.council import a_group, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import (
    a_later_decision,
    a_section,
    a_text,
    an_edition,
    dispose,
    reopened,
)
from tests.builders.signoff import an_escalation, sign_city


def test_m1_an_edition_holds_exactly_the_decisions_in_force(session: Session) -> None:
    group = a_group()
    superseded = a_quick_decision(group)
    kept = a_quick_decision(group)
    later = a_later_decision(superseded, title="就学通知の発送を二月末日に改める")
    edition = an_edition()

    assert edition.number == 1
    assert edition.published_on == tokyo_date(clock.now())
    assert {p.decision_id for p in edition.paragraphs} == {kept.id, later.id}
    assert edition.content_hash == content_hash(edition.frame, paragraphs_of(edition))


def test_l1_publishing_moves_each_decided_matter_once_with_its_event(session: Session) -> None:
    group = a_group()
    decisions = [a_quick_decision(group), a_quick_decision(group)]
    edition = an_edition()

    assert {d.difference.stage for d in decisions} == {Stage.PUBLISHED}
    events = _events(session, EventKind.DIFFERENCE_PUBLISHED)
    assert {e.difference_id for e in events} == {d.difference_id for d in decisions}
    assert {e.after["edition"] for e in events} == {1}
    cut = _events(session, EventKind.EDITION_CUT)
    assert [(e.after["number"], e.after["content_hash"]) for e in cut] == [(1, edition.content_hash)]


def test_d3_a_reopened_matter_keeps_its_decision_in_the_manual(session: Session) -> None:
    decision = a_quick_decision()
    reopened(decision)
    edition = an_edition()

    assert [p.decision_id for p in edition.paragraphs] == [decision.id]
    assert decision.difference.stage is Stage.DISCUSSING


def test_d3_a_later_decision_takes_the_place_and_the_anchor_of_the_earlier(session: Session) -> None:
    earlier = a_quick_decision()
    first = an_edition()
    later = a_later_decision(earlier, body="就学通知は、二月末日までに発送する。")
    second = an_edition()

    assert [p.anchor for p in first.paragraphs] == [p.anchor for p in second.paragraphs]
    assert [p.anchor for p in second.paragraphs] == [earlier.difference.number.lower()]
    assert [p.decision_id for p in second.paragraphs] == [later.id]
    assert second.paragraphs[0].provenance["supersedes"]["number"] == earlier.number


def test_b22_a_decision_with_an_open_comment_waits_and_is_named(session: Session) -> None:
    group = a_group()
    free, waiting = a_quick_decision(group), a_quick_decision(group, "aca")
    an_edition()

    assert (free.difference.stage, waiting.difference.stage) == (Stage.PUBLISHED, Stage.DECIDED)
    assert _events(session, EventKind.EDITION_CUT)[0].after["waiting"] == [waiting.number]
    assert waiting.id not in set(session.scalars(select(EditionParagraph.decision_id)))

    dispose(waiting)
    second = an_edition()
    assert {p.decision_id for p in second.paragraphs} == {free.id, waiting.id}
    assert waiting.difference.stage is Stage.PUBLISHED
    paragraph = next(p for p in second.paragraphs if p.decision_id == waiting.id)
    assert [d["body"] for d in paragraph.provenance["dispositions"]] == ["手順書の備考に記載する。"]


def test_b22_what_the_last_edition_says_stands_until_its_successor_may_follow(session: Session) -> None:
    earlier = a_quick_decision()
    an_edition()
    later = a_later_decision(earlier, "aca", body="就学通知は、二月末日までに発送する。")
    with pytest.raises(Refused) as refused:
        an_edition()  # the only news waits, so there is nothing to publish
    assert refused.value.verdict.code == "nothing_new_to_publish"

    other = a_quick_decision(earlier.group)
    second = an_edition()
    assert {p.decision_id for p in second.paragraphs} == {earlier.id, other.id}
    dispose(later)
    assert {p.decision_id for p in an_edition().paragraphs} == {later.id, other.id}


def test_b22_a_superseded_decision_that_was_never_published_does_not_come_up(session: Session) -> None:
    earlier = a_quick_decision()
    a_later_decision(earlier, "aca")
    with pytest.raises(Refused) as refused:
        an_edition()

    assert refused.value.verdict.code == "manual_is_empty"


def test_m2_a_normative_text_without_a_decision_fails_the_build_by_name(session: Session) -> None:
    decision = a_quick_decision()
    section = a_section(decision.group)
    text = a_text(section, "届出の期限", normative=True)
    with pytest.raises(Refused) as refused:
        an_edition()
    assert refused.value.verdict.code == "manual_has_faults"
    assert "届出の期限" in refused.value.verdict.params["names"]
    assert decision.difference.stage is Stage.DECIDED
    assert session.scalars(select(Edition)).all() == []

    secretary = a_secretary()
    with transaction():
        remove_text(text.id, secretary)
    assert an_edition().number == 1


@pytest.mark.parametrize("how", ["superseded", "waiting"])
def test_m2_a_normative_text_rests_on_a_decision_of_the_edition(session: Session, how: str) -> None:
    decision = a_quick_decision(letters="aca" if how == "waiting" else "aaa")
    a_text(a_section(decision.group), "届出の期限", normative=True, decision_id=decision.id)
    if how == "superseded":
        a_later_decision(decision)
    with pytest.raises(Refused) as refused:
        an_edition()

    assert "届出の期限" in refused.value.verdict.params["names"]


def test_m2_the_database_itself_takes_no_normative_paragraph_without_a_decision(session: Session) -> None:
    a_quick_decision()
    row = _row(session, an_edition())
    row.update(id=900, position=900, anchor="edu-02-t9", decision_id=None)
    with pytest.raises(IntegrityError, match="normative_has_decision"):
        session.connection().execute(insert(EditionParagraph), [row])


def test_an_introduction_needs_no_decision(session: Session) -> None:
    decision = a_quick_decision()
    text = a_text(a_section(decision.group))
    paragraphs = an_edition().paragraphs

    assert [(p.anchor, p.normative) for p in paragraphs] == [
        (text.anchor, False),
        (decision.difference.number.lower(), True),
    ]


def test_m3_a_paragraph_keeps_everything_that_was_known(session: Session) -> None:
    decision = a_quick_decision(
        letters="aca", exceptions="日野市は令和9年度末までは従前の様式を使う。", scope="公立小学校"
    )
    dispose(decision)
    facts = an_edition().paragraphs[0].provenance

    assert facts["decision"]["number"] == decision.number
    assert facts["decision"]["text_hash"] == decision.text_hash
    assert facts["difference"]["number"] == decision.difference.number
    assert (facts["scope"], facts["exceptions"]) == (decision.scope, decision.exceptions)
    assert [(city["ja"], city["kind"]) for city in facts["cities"]] == [
        ("立川市", "approve"),
        ("三鷹市", "approve_with_comments"),
        ("日野市", "approve"),
    ]
    assert facts["tally"]["rule"]["kind"] == "unanimous"


def test_m3_a_signed_matter_names_the_managers(session: Session) -> None:
    signing = an_escalation()
    for place in range(3):
        sign_city(signing, place)
    facts = an_edition().paragraphs[0].provenance

    assert len(facts["signoffs"]) == 6
    assert {signature["ja"] for signature in facts["signoffs"]} == {"立川市", "三鷹市", "日野市"}


@pytest.mark.parametrize("table", [Edition, EditionParagraph])
def test_m1_the_database_itself_keeps_an_edition_as_it_was_cut(session: Session, table: Any) -> None:
    a_quick_decision()
    an_edition()
    change = {"note": "x"} if table is Edition else {"body": "x"}
    for statement in (update(table).values(**change), delete(table)):
        with pytest.raises(IntegrityError, match=r"edition(s|_paragraphs)_(stay|are_kept)"):
            session.connection().execute(statement)
        session.rollback()


def _row(session: Session, edition: Edition) -> dict[str, Any]:
    statement = select(EditionParagraph.__table__).where(EditionParagraph.edition_id == edition.id)
    return dict(session.execute(statement).mappings().first() or {})


def _events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))
