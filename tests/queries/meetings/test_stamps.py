"""What tells a screen that a meeting has moved: everything it shows, and nothing that it may not show (A1, B40)."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.actions.ballots import withdraw_position
from app.actions.meetings import conclude_item, mark_attendance
from app.clock import now
from app.domain.meetings import Conclusion
from app.domain.positions import PositionKind
from app.models import User
from app.queries.meetings.stamps import console_stamp, seat_stamp
from app.transaction import transaction
from tests.builders.ballots import Ballot, a_ballot, cast
from tests.builders.console import Running, a_floor, a_running_meeting
from tests.builders.council import a_representative
from tests.builders.discussion import a_caucus_entry, a_comment, a_draft_position, a_take_home_item
from tests.conftest import Installation
from tests.support.queries import counted


def test_the_console_hears_of_everything_it_shows(session: Session) -> None:
    ballot = a_ballot()
    running = _about(ballot)
    chair, difference = running.chair, ballot.difference

    for act in (
        lambda: _done(mark_attendance, running.meeting.id, chair, running.voices[0].id, present=True),
        lambda: cast(ballot.round, ballot.voice(0)),
        lambda: cast(ballot.round, ballot.voice(1), PositionKind.OBJECT),
        lambda: _done(withdraw_position, ballot.round.id, ballot.voice(0), seen=1),
        lambda: a_take_home_item(difference, running.cities[0], creator=chair),
        lambda: a_comment(difference, chair),
        lambda: _done(conclude_item, running.items[0].id, chair, conclusion=Conclusion.CONTINUED),
        lambda: a_floor(running.items[1], chair),
    ):
        before = console_stamp(running.meeting.id, chair, now())
        act()
        assert console_stamp(running.meeting.id, chair, now()) != before
    assert console_stamp(running.meeting.id, chair, now()) == console_stamp(running.meeting.id, chair, now())


def test_b40_a_sealed_position_changes_the_stamp_of_its_own_city_alone(session: Session) -> None:
    ballot = a_ballot(sealed=True)
    running = _about(ballot)
    own, others = ballot.voice(0), [ballot.voice(1), running.chair]
    before = [
        console_stamp(running.meeting.id, own, now()),
        *_seats(running, others[:1]),
        *_seats(running, [own]),
    ]
    cast(ballot.round, own, PositionKind.OBJECT)
    after = [
        console_stamp(running.meeting.id, own, now()),
        *_seats(running, others[:1]),
        *_seats(running, [own]),
    ]

    assert after[:2] == before[:2]
    assert after[2] != before[2]


def test_a1_a_caucus_changes_the_stamp_of_its_own_city_alone(session: Session) -> None:
    ballot = a_ballot()
    running = _about(ballot)
    own, other = ballot.voice(1), ballot.voice(2)
    outside = a_representative(running.meeting.group, running.cities[2])

    def stamps() -> list[object]:
        consoles = [console_stamp(running.meeting.id, person, now()) for person in (own, other, outside)]
        return [*consoles, *_seats(running, [other, outside]), *_seats(running, [own])]

    before = stamps()
    a_caucus_entry(ballot.difference, own)
    between = stamps()
    a_draft_position(ballot.difference, own)
    after = stamps()

    assert before[:-1] == between[:-1] == after[:-1]
    assert len({str(each[-1]) for each in (before, between, after)}) == 3


def test_a_stamp_takes_few_questions_however_much_has_happened(
    installation: Installation, session: Session
) -> None:
    ballot = a_ballot()
    running = _about(ballot)
    for voice in range(3):
        cast(ballot.round, ballot.voice(voice))
    for _ in range(5):
        a_comment(ballot.difference, running.chair)
    console_stamp(running.meeting.id, running.chair, now())  # the person and the group are known from here on
    with counted(installation.database) as statements:
        console_stamp(running.meeting.id, running.chair, now())

    assert len(statements) <= 5, "\n".join(statements)


def _about(ballot: Ballot) -> Running:
    """A meeting that talks about what is voted on."""
    running = a_running_meeting([ballot.difference])
    a_floor(running.items[0], running.chair)
    return running


def _seats(running: Running, people: list[User]) -> list[object]:
    return [seat_stamp(running.meeting.id, person, now()) for person in people]


def _done(act: Callable[..., object], *arguments: object, **named: object) -> None:
    with transaction():
        act(*arguments, **named)
