"""Where things are done and shown: the page, or the part of a page, that one click leads to."""

from enum import StrEnum
from typing import Any

from flask import url_for

from app.domain.ball import BallKind
from app.domain.notices import NoticeKind
from app.models import Difference, Notice, User

PAGES = {
    BallKind.OPEN_SURVEY: "differences.open_survey",
    BallKind.CLOSE_SURVEY: "differences.close_survey",
    BallKind.FIND_NO_DIFFERENCE: "differences.find_no_difference",
    BallKind.DRAFT_PROPOSAL: "proposals.new",
    BallKind.OPEN_BALLOT: "ballots.open_ballot",
    BallKind.REVIEW_HOLD: "differences.resume",
}
PARTS = {
    BallKind.OBJECT_TO_NO_DIFFERENCE: "discussion",
    BallKind.PUT_FORWARD: "proposals",
    BallKind.SETTLE_CONCERNS: "discussion",
    BallKind.SETTLE_AMENDMENTS: "proposals",
    BallKind.DISCUSS: "discussion",
    BallKind.TAKE_POSITION: "ballot",
    BallKind.AWAIT_CLOSING: "ballot",
    BallKind.SIGN: "signoff",
    BallKind.RECORD_DISPOSITIONS: "ballot",
    BallKind.PUT_INTO_EFFECT: "decision",
}
SUBJECTS = {
    "differences": "practices",
    "comments": "discussion",
    "take_home_items": "discussion",
    "attachments": "discussion",
    "practice_revisions": "practices",
    "proposals": "proposals",
    "proposal_versions": "proposals",
    "rounds": "ballot",
    "positions": "ballot",
    "city_routes": "signoff",
    "signoff_steps": "signoff",
}


MINUTES = (
    NoticeKind.MINUTES_CIRCULATED,
    NoticeKind.MINUTES_FINAL,
    NoticeKind.MINUTES_CORRECTED,
    NoticeKind.MINUTES_WAIT,
)
OWN_PAGES = {
    "comments": ("discussion.show", "comment_id"),
    "escalations": ("signoff.show", "escalation_id"),
    "decisions": ("decisions.show", "decision_id"),
    "absences": ("signoff.absences", "absence"),
}


def act_url(kind: StrEnum, difference: Difference, person: User) -> str:
    """The address where a person does what a difference waits for."""
    number = difference.number
    if kind is BallKind.STATE_PRACTICE and person.city is not None:
        return url_for("differences.practice", number=number, code=person.city.code)
    if kind is BallKind.PUBLISH:
        return url_for("manual.coming")
    if isinstance(kind, BallKind) and kind in PAGES:
        return url_for(PAGES[kind], number=number)
    part = PARTS.get(kind) if isinstance(kind, BallKind) else None
    return url_for("differences.show", number=number, _anchor=part)


def notice_url(notice: Notice) -> str:
    """The address of what a notice is about."""
    if notice.subject_type in OWN_PAGES:
        page, name = OWN_PAGES[notice.subject_type]
        subject: dict[str, Any] = {name: notice.subject_id}
        return url_for(page, **subject)
    if notice.subject_type == "amendments" and notice.difference is not None:
        facts = notice.facts
        where = {"number": notice.difference.number, "proposal": facts["proposal"]}
        return url_for("proposals.amendment", **where, amendment=facts["amendment"])
    if notice.subject_type == "decision_exceptions":
        return url_for("decisions.show", decision_id=notice.facts["decision"], _anchor="exceptions")
    if notice.difference is not None:
        part = SUBJECTS.get(notice.subject_type)
        return url_for("differences.show", number=notice.difference.number, _anchor=part)
    if notice.subject_type == "meetings":
        of_minutes = notice.kind in MINUTES
        view = "meetings.minutes" if of_minutes else "meetings.show"
        return url_for(view, meeting_id=notice.subject_id)
    if notice.subject_type == "groups":
        return url_for("groups.show", code=notice.facts["group"], _anchor="people")
    if notice.subject_type == "joinings":
        return url_for("joining.show", code=notice.facts["city"])
    if notice.subject_type == "editions":
        return url_for("manual.edition", number=notice.facts["number"])
    return url_for("home.index")
