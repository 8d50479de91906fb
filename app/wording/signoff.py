"""Words of escalation and sign-off: states, what a signature says, and why one cannot be given."""

from app.domain.notices import NoticeKind
from app.domain.signoff import Baseline, Meaning, SignoffState
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            SignoffState.WAITING: _p("sign-off", "Still to come"),
            SignoffState.RUNNING: _p("sign-off", "Awaiting signature"),
            SignoffState.APPROVED: _p("sign-off", "Approved"),
            SignoffState.SENT_BACK: _p("sign-off", "Sent back"),
            SignoffState.REFUSED: _p("sign-off", "Refused"),
            SignoffState.DROPPED: _p("sign-off", "To be dropped"),
            SignoffState.DISMISSED: _p("sign-off", "Void"),
            Meaning.APPROVE: _p("sign-off", "Approve"),
            Meaning.SEND_BACK: _p("sign-off", "Send back"),
            Meaning.REFUSE: _p("sign-off", "Refuse"),
            Meaning.DROP: _p("sign-off", "Drop the matter"),
        },
        {
            SignoffState.RUNNING: "formal",
            SignoffState.APPROVED: "success",
            SignoffState.SENT_BACK: "warning",
            SignoffState.REFUSED: "danger",
            SignoffState.DROPPED: "danger",
            SignoffState.DISMISSED: "quiet",
            Meaning.APPROVE: "success",
            Meaning.SEND_BACK: "warning",
            Meaning.REFUSE: "danger",
            Meaning.DROP: "danger",
        },
    )
    words(
        {
            Baseline.SIGNED: _l("the text that was signed for your city before"),
            Baseline.BALLOT: _l("the text of the ballot before this one"),
            Baseline.DECISION: _l("the decision that this one would take the place of"),
        }
    )
    words(
        {
            NoticeKind.SIGNATURE_WANTED: _l("A matter waits for your signature"),
            NoticeKind.SENT_BACK: _l("A manager sent a matter back to the group"),
            NoticeKind.REFUSED: _l("A manager refused a matter; it is back with the group"),
            NoticeKind.DROPPED: _l("The managers of all cities dropped a matter"),
        }
    )
    _register_refusals()


def _register_refusals() -> None:
    reasons(
        {
            "no_city_to_sign": _l(
                "No member city takes part in this working group. There is nobody to sign."
            ),
            "not_carried": _l("Only a ballot that was carried goes on from here."),
            "text_changed": _l(
                "The text is not the one that was shown. Please read the present text before you sign."
            ),
            "not_a_holder": _l("Only whoever holds a post of this step signs it."),
            "step_not_running": _l("This step does not wait for a signature at the moment."),
            "already_signed": _l("This step has been signed for this post already."),
            "author_alone": _l(
                "You wrote this proposal and nobody else of your city has approved it. Somebody else must sign as well."
            ),
            "last_step_drops": _l(
                "Only the last step of a city's route can ask for the matter to be dropped."
            ),
            "route_is_there": _l("This city has its route already."),
            "no_route_registered": _l(
                "No route is registered for %(city)s. Please register one under Administration first."
            ),
            "reference_too_long": _l("Please use no more than %(limit)s characters."),
            "reference_year": _l("Please check the year: from %(first)s to %(last)s."),
        }
    )
