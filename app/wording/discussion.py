"""Words of the area discussion: kinds of comment, notices, and why something cannot be said, settled or attached."""

from app.domain.discussion import CommentKind
from app.domain.notices import NoticeKind
from app.domain.resolution import Handling, Remark
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            CommentKind.COMMENT: _p("comment", "Comment"),
            CommentKind.QUESTION: _p("comment", "Question"),
            CommentKind.CONCERN: _p("comment", "Concern"),
            Remark.AMENDMENT: _p("resolution", "Amendment"),
            Remark.APPROVAL: _p("resolution", "Approval with comments"),
            Handling.OPEN: _p("resolution", "Not answered"),
            Handling.ANSWERED: _p("resolution", "Answered"),
            Handling.SETTLED: _p("resolution", "Settled"),
            NoticeKind.MENTIONED: _l("You were called into a discussion"),
            NoticeKind.REPLIED: _l("Your comment was answered"),
            NoticeKind.CONCERN_RAISED: _l("A concern was raised, to be answered before the ballot"),
            NoticeKind.TAKE_HOME_ASSIGNED: _l("A take-home item was given to you or your city"),
        },
        {
            CommentKind.COMMENT: "neutral",
            CommentKind.QUESTION: "info",
            CommentKind.CONCERN: "warning",
            Handling.OPEN: "warning",
            Handling.ANSWERED: "info",
            Handling.SETTLED: "success",
        },
    )
    reasons(_COMMENTS | _TAKE_HOME | _CAUCUS | _FILES)


_COMMENTS = {
    "difference_has_ended": _l("This difference has ended. It stays readable, but takes nothing new."),
    "concerns_before_voting_only": _l(
        "A concern holds up a ballot, so it can only be raised before one. Please write a comment or a question."
    ),
    "only_concerns_are_resolved": _l("Only concerns are settled."),
    "concern_is_resolved": _l("This concern is settled already."),
    "concern_is_open": _l("This concern is still open."),
    "raiser_of_concern_only": _l(
        "A concern is settled by whoever raised it, or by the representative or a deputy of that city."
    ),
    "objecting_city_only": _l(
        "This concern comes from an objection in a ballot. Only the representative or a deputy of that city clears it."
    ),
    "reply_to_a_reply": _l("Replies are one level deep. Please reply to the first comment of the thread."),
    "concern_is_a_thread": _l(
        "A concern stands on its own, so that it can be settled. Please raise it separately."
    ),
    "heading_is_gone": _l(
        "The proposal has changed and has this heading no more. Please choose another one."
    ),
    "only_people_of_the_group": _l("Only people of this working group can be called in."),
}
_TAKE_HOME = {
    "city_chair_or_secretariat_only": _l(
        "Only the people of that city, the chair of the group and the secretariat can do this."
    ),
    "take_home_is_done": _l("This item is done already."),
    "owner_not_of_city": _l("Please choose a person of that city in this working group."),
    "day_is_too_late": _l("Please choose a day before the year 2100."),
}
_CAUCUS = {
    "own_caucus_only": _l("A caucus is written by the people of the city in this working group."),
    "city_has_no_position": _l("Only member cities that take part have a position in the ballot."),
    "ballot_is_over": _l("The ballot is over. A position can no longer be prepared."),
    "draft_changed_meanwhile": _l(
        "A colleague changed the draft after you opened the page. It is shown beside yours; send again to replace it."
    ),
}
_FILES = {
    "too_many_files": _l("Please attach at most %(limit)s files at a time."),
    "file_kind_not_taken": _l("“%(name)s” is of a kind that is not taken here."),
    "file_is_empty": _l("“%(name)s” is empty."),
    "file_too_large": _l("“%(name)s” is larger than %(limit)s MB."),
    "file_is_something_else": _l("The content of “%(name)s” is not what its name says."),
    "version_not_frozen": _l(
        "No ballot has frozen this version. Please attach files by writing a new version."
    ),
}
