"""Words of decisions: whether one is in force, and why a matter cannot be decided."""

from app.domain.clerical import CorrectionState, Guarded
from app.domain.decisions import Force
from app.domain.force import AwaitedReason, StandingKind
from app.domain.notices import NoticeKind
from app.domain.wareki import format_fiscal_year
from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words

STANDING = {
    StandingKind.DECISION: (_p("standing", "In force"), "success"),
    StandingKind.EXCEPTION: (_p("standing", "Exception"), "warning"),
    StandingKind.EARLIER: (_p("standing", "The earlier decision goes on"), "info"),
    StandingKind.TRANSITION: (_p("standing", "In transition"), "info"),
    StandingKind.UNDECLARED: (_p("standing", "Not declared"), "neutral"),
}
AWAITED = {
    AwaitedReason.EFFECTIVE_DATE: _p(
        "standing", "The day on which the decision takes effect is still to come"
    ),
    AwaitedReason.ORDINANCE: _p("standing", "Waits for the city's ordinance"),
    AwaitedReason.OWN_DATE: _p("standing", "The city adopts it from a day of its own"),
}


def register() -> None:
    """Enter this area's words."""
    words(
        {
            Force.COMING: _p("decision", "Not yet in force"),
            Force.IN_FORCE: _p("decision", "In force"),
            Force.SUPERSEDED: _p("decision", "Superseded"),
            Guarded.FORM_NAME: _p("guarded", "names of forms"),
            Guarded.MONEY: _p("guarded", "money"),
            Guarded.DATE: _p("guarded", "dates"),
            Guarded.NUMBER: _p("guarded", "numbers"),
            Guarded.NEGATION: _p("guarded", "negations"),
            CorrectionState.PENDING: _p("correction", "Open to objections"),
            CorrectionState.IN_EFFECT: _p("correction", "In effect"),
            CorrectionState.STOPPED: _p("correction", "Stopped by an objection"),
            NoticeKind.CLERICAL_CORRECTION_PROPOSED: _l("A clerical correction of a decision was proposed"),
            NoticeKind.CLERICAL_CORRECTION_STOPPED: _l("A city objected to your clerical correction"),
            NoticeKind.DECIDED: _l("A decision was made"),
        },
        {
            CorrectionState.PENDING: "info",
            CorrectionState.IN_EFFECT: "success",
            CorrectionState.STOPPED: "quiet",
            Force.COMING: "info",
            Force.IN_FORCE: "success",
            Force.SUPERSEDED: "quiet",
        },
    )
    words(
        {kind: word for kind, (word, _tone) in STANDING.items()},
        {kind: tone for kind, (_word, tone) in STANDING.items()},
    )
    words(AWAITED)
    reasons(
        {
            "correction_not_pending": _l("This correction takes no objection any more: %(state)s."),
            "passage_not_found": _l(
                "This passage does not stand in the text. Please copy it exactly as it stands."
            ),
            "passage_not_unique": _l(
                "This passage stands at %(count)s places of the text. Please copy more of the words around it."
            ),
            "passage_too_long": _l("One line of at most %(limit)s characters, please."),
            "correction_changes_nothing": _l("Both passages are the same."),
            "correction_touches": _l(
                "This would touch what binds (%(kinds)s). It is no clerical correction: please reopen the matter."
            ),
            "not_signed_by_all": _l("Not every required city has signed this text."),
            "managers_decide": _l("This proposal needs the managers' sign-off after the ballot."),
        }
    )


def fiscal_year_words(year: int) -> str:
    """令和8年度, or Fiscal year 2026 in English."""
    if current_locale() == "en":
        return _("Fiscal year %(year)s", year=year)
    return format_fiscal_year(year)
