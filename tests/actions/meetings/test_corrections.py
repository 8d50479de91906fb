"""Corrections of final minutes: appended, dated, confirmed; what was final stays (M6)."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import confirm_correction, correct_minutes
from app.domain.meetings import MinutesState
from app.domain.notices import NoticeKind
from app.models import MinutesCorrection, Notice
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.meetings.confirming import corrections_of
from app.transaction import transaction
from tests.builders.council import a_secretary
from tests.builders.meetings import Sitting, some_minutes


def test_m6_a_correction_is_appended_dated_and_confirmed_and_the_final_text_stays(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    before = (sitting.minutes.last_version, sitting.minutes.final_hash)
    first = _correct(sitting, "議題1の「日野市」は「三鷹市」の誤り。")
    second = _correct(sitting, "別の誤り。")
    with transaction():
        confirm_correction(sitting.minutes.id, 1, sitting.voices[0])

    assert [(c.number, c.at) for c in (first, second)] == [(1, clock.now()), (2, clock.now())]
    assert [c.city for c in corrections_of(sitting.minutes)[0].confirmations] == [sitting.cities[0]]
    assert (sitting.minutes.last_version, sitting.minutes.final_hash) == before
    told = session.scalars(select(Notice).where(Notice.kind == NoticeKind.MINUTES_CORRECTED)).all()
    assert len(told) == 2 * len(sitting.voices)


def test_m6_a_city_confirms_a_correction_once_by_its_voice(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    _correct(sitting, "誤りを正す。")
    with transaction():
        confirm_correction(sitting.minutes.id, 1, sitting.voices[0])
    for person, ground in ((sitting.voices[0], Ground.TIME), (a_secretary(), Ground.PERSON)):
        with pytest.raises(Refused) as refused, transaction():
            confirm_correction(sitting.minutes.id, 1, person)
        assert refused.value.verdict.ground is ground


def test_minutes_that_are_not_final_are_edited_not_corrected(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.CONFIRMED)
    with pytest.raises(Refused) as refused:
        _correct(sitting, "誤りを正す。")

    assert refused.value.verdict.code == "minutes_not_final"


def test_a_correction_says_something_and_is_appended_once(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    with pytest.raises(Invalid):
        _correct(sitting, " 　\n")
    for _ in range(2):
        _correct(sitting, "誤りを正す。", key="form")

    assert len(corrections_of(sitting.minutes)) == 1


def test_m6_the_database_keeps_corrections_as_they_are(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    _correct(sitting, "誤りを正す。")
    with transaction():
        confirm_correction(sitting.minutes.id, 1, sitting.voices[0])
    for table in ("minutes_corrections", "minutes_correction_confirmations"):
        for write in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises((DBAPIError, Refused)), transaction():
                session.execute(text(write))


def _correct(sitting: Sitting, body: str, key: str = "") -> MinutesCorrection:
    with transaction():
        return correct_minutes(sitting.minutes.id, sitting.secretary, body=body, key=key)
