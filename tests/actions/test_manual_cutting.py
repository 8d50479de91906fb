"""Cutting editions: what stands in one, what waits, who may, and that nothing in it changes any more."""

from sqlalchemy.orm import Session

from app.domain.workflow import Stage
from tests.builders.council import a_group
from tests.builders.manual import a_decision, an_edition


def test_m1_an_edition_holds_the_decisions_in_force(session: Session) -> None:
    decision = a_decision(a_group())
    edition = an_edition()

    assert edition.number == 1
    assert [p.decision_id for p in edition.paragraphs] == [decision.id]
    assert decision.difference.stage is Stage.PUBLISHED
