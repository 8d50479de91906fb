"""The meetings about a difference, on its page."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.actions.meetings import cancel_meeting
from app.models import User
from app.transaction import transaction
from tests.builders.council import a_secretary
from tests.builders.differences import a_difference
from tests.builders.meetings import a_meeting, an_item


def test_those_that_were_called_off_are_left_out(
    session: Session, signed_in: Callable[[User], FlaskClient]
) -> None:
    difference, secretary = a_difference(), a_secretary()
    meeting, off = (a_meeting(difference.group, secretary, title=name) for name in ("定例会", "臨時会"))
    for each in (meeting, off):
        an_item(each, difference, secretary)
    with transaction():
        cancel_meeting(off.id, secretary, reason="議題がなくなった")

    page = signed_in(secretary).get(f"/differences/{difference.number}").text
    section = page[page.index('id="meetings"') : page.index('id="acts"')]
    assert f'href="/meetings/{meeting.id}"' in section
    assert f'href="/meetings/{off.id}"' not in section
