"""What the database refuses of an amendment whoever asks: changed words, half an end, a change after the end (T8)."""

from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.actions.proposals import accept_amendment
from app.clock import now
from app.domain.amending import AmendmentState
from app.models import Amendment
from app.policies.verdicts import Refused
from app.transaction import transaction
from tests.builders.amendments import a_text_on_the_table, an_amendment
from tests.builders.council import a_secretary


@pytest.mark.parametrize("values", [{"body": "x"}, {"reason": "x"}])
def test_no_write_changes_the_words_of_an_amendment(session: Session, values: dict[str, str]) -> None:
    an_amendment(a_text_on_the_table())
    with pytest.raises(Refused), transaction():
        session.execute(update(Amendment).values(**values))


@pytest.mark.parametrize("write", [update(Amendment).values(answer="x"), delete(Amendment)])
def test_t8_an_ended_amendment_is_kept_as_it_is(session: Session, write: Any) -> None:
    amendment = an_amendment(a_text_on_the_table())
    secretary = a_secretary()
    with transaction():
        accept_amendment(amendment.id, secretary)
    with pytest.raises(Refused), transaction():
        session.execute(write)


@pytest.mark.parametrize(
    "values",
    [
        {"state": AmendmentState.ACCEPTED, "ended_at": now(), "ended_by_id": 1},
        {"state": AmendmentState.OUTDATED, "ended_at": now(), "ended_by_id": 1},
        {"state": AmendmentState.DECLINED, "ended_at": now(), "ended_by_id": 1},
        {"state": AmendmentState.WITHDRAWN},
        {"ended_at": now(), "ended_by_id": 1},
    ],
)
def test_the_database_knows_what_an_end_needs(session: Session, values: dict[str, Any]) -> None:
    amendment = an_amendment(a_text_on_the_table())
    if "ended_by_id" in values:
        values = {**values, "ended_by_id": amendment.author_id}
    with pytest.raises(Refused), transaction():
        session.execute(update(Amendment).values(**values))
