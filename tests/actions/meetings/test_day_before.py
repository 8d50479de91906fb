"""The working day before a meeting: who leads hears how far the cities are, each city what it lacks, once (A9)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import change_meeting
from app.actions.reminders import tell_before_meetings
from app.domain.notices import NoticeKind
from app.domain.reminders import is_day_before
from app.models import Meeting, Notice
from tests.builders.council import a_representative, a_secretary
from tests.builders.discussion import a_concern, a_draft_position
from tests.builders.meetings import a_meeting, an_item, done
from tests.builders.proposals import a_difference_on_the_table

# 2026-12-07 is a Monday; 14:00 in Tokyo.
MEETS = datetime(2026, 12, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "at", "due"),
    [
        (MEETS, datetime(2026, 12, 3, 14, 59, tzinfo=UTC), False),
        (MEETS, datetime(2026, 12, 3, 15, tzinfo=UTC), True),  # Friday begins in Tokyo
        (MEETS, datetime(2026, 12, 6, 3, tzinfo=UTC), True),
        (MEETS, MEETS, False),
        (datetime(2027, 1, 4, 5, tzinfo=UTC), datetime(2026, 12, 27, 14, 59, tzinfo=UTC), False),
        (
            datetime(2027, 1, 4, 5, tzinfo=UTC),
            datetime(2026, 12, 27, 15, tzinfo=UTC),
            True,
        ),  # over the new year
    ],
)
def test_b28_the_day_before_is_the_last_working_day(starts_at: datetime, at: datetime, due: bool) -> None:
    assert is_day_before(starts_at, at) is due


def test_a9_each_city_is_told_once_what_it_lacks_and_who_leads_how_far_all_are(session: Session) -> None:
    meeting = _meeting()
    assert done(tell_before_meetings) == 0
    clock.travel(datetime(2026, 12, 4, 1, tzinfo=UTC) - clock.now())

    # The secretariat, the city with a concern, and no third: the second lacks nothing, the last has nobody to tell.
    assert done(tell_before_meetings) == 2
    assert done(tell_before_meetings) == 0
    number = meeting.agenda[0].difference.number if meeting.agenda[0].difference else ""
    facts = [notice.facts for notice in _told(session)]
    assert [each["lacks"] for each in facts if "lacks" in each] == [{number: ["concern_open"]}]
    lights = [light for each in facts if "lights" in each for _, light in each["lights"]]
    assert lights[:3] == ["attention", "ready", "not_ready"]


def test_a9_a_meeting_at_another_time_is_told_of_anew_and_none_once_it_has_begun(session: Session) -> None:
    meeting = _meeting()
    clock.travel(datetime(2026, 12, 4, 1, tzinfo=UTC) - clock.now())
    done(tell_before_meetings)
    later = MEETS + timedelta(hours=2)
    done(
        change_meeting, meeting.id, a_secretary(), title=meeting.title, starts_at=later,
        ends_at=later + timedelta(hours=1), form=meeting.form, place=meeting.place,
    )  # fmt: skip

    assert done(tell_before_meetings) == 2
    clock.travel(later - clock.now())
    assert done(tell_before_meetings) == 0


def test_a1_what_is_told_does_not_depend_on_any_caucus(session: Session) -> None:
    meeting = _meeting()
    difference = meeting.agenda[0].difference
    assert difference is not None
    a_draft_position(difference)
    clock.travel(datetime(2026, 12, 4, 1, tzinfo=UTC) - clock.now())
    done(tell_before_meetings)

    assert "draft" not in str([notice.facts for notice in _told(session)])


def _meeting() -> Meeting:
    """Two of three cities have a representative, the first raised a concern."""
    difference, secretary = a_difference_on_the_table(), a_secretary()
    group = difference.group
    voices = [a_representative(group, city) for city in group.voting_cities_at(clock.now())[:2]]
    a_concern(difference, voices[0])
    meeting = a_meeting(group, secretary, starts_at=MEETS)
    an_item(meeting, difference, secretary)
    return meeting


def _told(session: Session) -> list[Notice]:
    session.expire_all()
    wanted = select(Notice).where(Notice.kind == NoticeKind.MEETING_TO_PREPARE).order_by(Notice.id)
    return list(session.scalars(wanted))
