"""The agenda proposed from states (M9)."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app import clock
from app.actions.differences import hold
from app.domain.calendar import tokyo_date
from app.domain.meetings import AgendaPurpose, AgendaReason
from app.domain.signoff import Meaning
from app.models import Meeting
from app.queries.meetings.agenda import ItemState, proposed_agenda
from app.transaction import transaction
from tests.builders.council import a_representative, a_secretary
from tests.builders.differences import a_difference, a_proposing_difference, a_surveying_difference
from tests.builders.discussion import a_concern, a_take_home_item
from tests.builders.meetings import a_meeting, an_item
from tests.builders.proposals import a_difference_on_the_table
from tests.builders.signoff import SECTION, an_escalation, sign_step


def test_m9_what_waits_is_proposed_the_most_pressing_first(session: Session) -> None:
    ready = a_difference_on_the_table()
    group = ready.group
    concerned = a_difference_on_the_table(group)
    a_concern(concerned, a_representative(group, group.cities[0].city))
    proposing = a_proposing_difference(group)
    taken_home = a_surveying_difference(group)
    a_take_home_item(taken_home, due_on=tokyo_date(clock.now()) + timedelta(days=2))
    a_difference(group)
    found = _proposed(a_meeting(group, starts_at=clock.now() + timedelta(days=3)))

    assert [(each.difference.id, each.reasons, each.purpose) for each in found] == [
        (ready.id, (AgendaReason.READY, AgendaReason.DISCUSSING), AgendaPurpose.BALLOT),
        (taken_home.id, (AgendaReason.TAKE_HOME_DUE,), AgendaPurpose.REPORT),
        (concerned.id, (AgendaReason.OPEN_CONCERNS, AgendaReason.DISCUSSING), AgendaPurpose.DISCUSS),
        (proposing.id, (AgendaReason.DISCUSSING,), AgendaPurpose.DISCUSS),
    ]
    assert [each.open_concerns for each in found] == [0, 0, 1, 0]
    assert [each.tasks_due for each in found] == [0, 1, 0, 0]


def test_a_task_due_after_the_meeting_and_what_is_on_the_agenda_are_not_proposed(session: Session) -> None:
    on_agenda = a_difference_on_the_table()
    other = a_surveying_difference(on_agenda.group)
    meeting = a_meeting(on_agenda.group)
    an_item(meeting, on_agenda)
    a_take_home_item(other)

    assert _proposed(meeting) == []


def test_a_held_difference_is_proposed_when_its_hold_is_to_be_looked_at(session: Session) -> None:
    difference, leader = a_proposing_difference(), a_secretary()
    review = tokyo_date(clock.now()) + timedelta(days=5)
    with transaction():
        hold(difference.number, leader, reason="国の通知を待つため。", review_on=review)
    soon, later = (a_meeting(difference.group, starts_at=clock.now() + timedelta(days=n)) for n in (1, 6))

    assert _proposed(soon) == []
    assert [each.reasons for each in _proposed(later)] == [(AgendaReason.HOLD_REVIEW,)]


def test_m9_an_overdue_survey_and_what_the_managers_sent_back_are_proposed(session: Session) -> None:
    signing = an_escalation()
    sign_step(
        signing.route(0).steps[0], signing.manager(0, SECTION), Meaning.SEND_BACK, "施行日を改めてほしい。"
    )
    group = signing.difference.group
    surveyed = a_surveying_difference(group)
    assert surveyed.survey_due_at is not None
    early, late = (
        a_meeting(group, starts_at=surveyed.survey_due_at + timedelta(hours=hours)) for hours in (-1, 1)
    )

    assert [each.difference.id for each in _proposed(early)] == [signing.difference.id]
    found = _proposed(late)
    assert [(each.difference.id, each.reasons[0], each.purpose) for each in found] == [
        (signing.difference.id, AgendaReason.SENT_BACK, AgendaPurpose.DISCUSS),
        (surveyed.id, AgendaReason.SURVEY_OVERDUE, AgendaPurpose.DISCUSS),
    ]
    assert found[0].paper is not None
    assert found[0].paper.version.text_hash == signing.escalation.text_hash
    assert found[1].paper is None
    assert "管理職から" in found[0].to_decide


def _proposed(meeting: Meeting) -> list[ItemState]:
    return proposed_agenda(meeting, clock.now())
