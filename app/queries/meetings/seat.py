"""The screen of one city at a meeting: what the console shows, and what belongs to that city alone (A1)."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.models import User
from app.policies.console import may_sit
from app.policies.verdicts import ensure, not_now
from app.queries.ballots.live import OwnPosition, own_position
from app.queries.caucus import CaucusPanel, caucus_panel
from app.queries.meetings.console import ConsolePage, console_page


@dataclass(frozen=True)
class SeatPage:
    """The console without its acts, the position of the own city, and the caucus of those who belong to it."""

    console: ConsolePage
    own: OwnPosition | None
    caucus: CaucusPanel | None


def seat_page(meeting_id: int, viewer: User, at: datetime) -> SeatPage:
    """The screen of the viewer's city; Refused for who comes from no city of the group."""
    console = console_page(meeting_id, viewer, at)
    ensure(may_sit(viewer, console.meeting.group, at))
    difference = console.item.difference if console.item else None
    last = console.ballot.last if console.ballot else None
    led_elsewhere = not_now("led_on_console")
    return SeatPage(
        replace(console, may_give_floor=led_elsewhere, may_record=led_elsewhere, may_charge=False),
        own_position(last.round, viewer, at) if last else None,
        caucus_panel(difference, viewer, at) if difference else None,
    )
