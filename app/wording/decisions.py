"""Words of decisions: whether one is in force, and why a matter cannot be decided."""

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
            NoticeKind.DECIDED: _l("A decision was made"),
        },
        {Force.COMING: "info", Force.IN_FORCE: "success", Force.SUPERSEDED: "quiet"},
    )
    words(
        {kind: word for kind, (word, _tone) in STANDING.items()},
        {kind: tone for kind, (_word, tone) in STANDING.items()},
    )
    words(AWAITED)
    reasons(
        {
            "not_signed_by_all": _l("Not every required city has signed this text."),
            "managers_decide": _l("This proposal needs the managers' sign-off after the ballot."),
        }
    )


def fiscal_year_words(year: int) -> str:
    """令和8年度, or Fiscal year 2026 in English."""
    if current_locale() == "en":
        return _("Fiscal year %(year)s", year=year)
    return format_fiscal_year(year)
