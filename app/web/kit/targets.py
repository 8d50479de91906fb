"""Where things are done and shown: the page, or the part of a page, that one click leads to."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from flask import url_for

from app.clock import now
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
    BallKind.RECORD_BOARD: "signoff.board",
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
    NoticeKind.MINUTES_URGED,
    NoticeKind.MINUTES_FINAL,
    NoticeKind.MINUTES_CORRECTED,
    NoticeKind.MINUTES_WAIT,
)


REMARKS = (NoticeKind.MINUTES_REMARKED, NoticeKind.MINUTES_REMARK_ANSWERED)


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
    page = OWN_PAGES.get(notice.subject_type)
    if page is not None:
        return page(notice)
    if notice.difference is not None:
        part = SUBJECTS.get(notice.subject_type)
        return url_for("differences.show", number=notice.difference.number, _anchor=part)
    return url_for("home.index")


def _meeting(notice: Notice) -> str:
    view = "meetings.minutes" if notice.kind in MINUTES else "meetings.show"
    if notice.kind in REMARKS:
        return url_for("meetings.remarks", meeting_id=notice.subject_id)
    return url_for(view, meeting_id=notice.subject_id)


def _amendment(notice: Notice) -> str:
    number = notice.difference.number if notice.difference else ""
    where = {name: notice.facts[name] for name in ("proposal", "amendment")}
    return url_for("proposals.amendment", number=number, **where)


def _file_order(notice: Notice) -> str:
    """The order as long as it is kept, then the list of what else there is."""
    if now() < datetime.fromisoformat(notice.facts["kept_until"]):
        return url_for("downloads.show", order_id=notice.subject_id)
    return url_for("downloads.index")


OWN_PAGES: dict[str, Callable[[Notice], str]] = {
    "comments": lambda notice: url_for("discussion.show", comment_id=notice.subject_id),
    "amendments": _amendment,
    "escalations": lambda notice: url_for("signoff.show", escalation_id=notice.subject_id),
    "decisions": lambda notice: url_for("decisions.show", decision_id=notice.subject_id),
    "clerical_corrections": lambda notice: url_for(
        "decisions.show", decision_id=notice.facts["decision"], _anchor="corrections"
    ),
    "decision_exceptions": lambda notice: url_for(
        "decisions.show", decision_id=notice.facts["decision"], _anchor="exceptions"
    ),
    "absences": lambda notice: url_for("signoff.absences", absence=notice.subject_id),
    "meetings": _meeting,
    "groups": lambda notice: url_for("groups.show", code=notice.facts["group"], _anchor="people"),
    "joinings": lambda notice: url_for("joining.show", code=notice.facts["city"]),
    "inquiries": lambda notice: url_for("inquiries.show", inquiry_id=notice.subject_id),
    "file_orders": _file_order,
    "editions": lambda notice: url_for("manual.edition", number=notice.facts["number"]),
}
"""Subjects with a page of their own; notices of others lead to their part of the difference."""
