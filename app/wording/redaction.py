"""Words of redactions: grounds, what can be redacted, why something cannot."""

from app.domain.notices import NoticeKind
from app.domain.redaction import Redacted, RedactionGround
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            RedactionGround.PERSONAL_INFORMATION: _p("redaction", "Personal information"),
            RedactionGround.POSTED_BY_MISTAKE: _p("redaction", "Posted by mistake"),
            RedactionGround.LAW: _p("redaction", "Required by law"),
            RedactionGround.OTHER: _p("redaction", "Another ground"),
        }
    )
    words(
        {
            Redacted.COMMENT: _p("redaction", "Redact a comment"),
            Redacted.PRACTICE: _p("redaction", "Redact a current practice"),
            Redacted.FILE: _p("redaction", "Redact a file"),
        }
    )
    words({NoticeKind.TEXT_REDACTED: _l("Something you wrote was redacted")})
    reasons(
        {
            "redacted_already": _l("It is redacted already."),
            "objection_is_on_record": _l(
                "This is the reason of an objection and stands on the record of the ballot. It cannot be redacted."
            ),
            "file_of_version_stays": _l(
                "This file belongs to a version of a proposal, whose hash covers it. It cannot be redacted."
            ),
            "paper_of_meeting_stays": _l(
                "This is a paper of a meeting, which the minutes name. It cannot be redacted."
            ),
        }
    )
