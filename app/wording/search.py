"""Words of the search: what kinds of things can be found."""

from app.domain.searching import SearchKind
from app.i18n import lazy_pgettext as _p
from app.wording.registry import words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            SearchKind.DIFFERENCE: _p("search", "Difference"),
            SearchKind.PRACTICE: _p("search", "Current practice"),
            SearchKind.PROPOSAL: _p("search", "Proposal"),
            SearchKind.COMMENT: _p("search", "Comment"),
            SearchKind.DECISION: _p("search", "Decision"),
            SearchKind.PARAGRAPH: _p("search", "Manual"),
            SearchKind.MEETING: _p("search", "Meeting"),
            SearchKind.MINUTES: _p("search", "Minutes"),
        },
        {
            SearchKind.DIFFERENCE: "info",
            SearchKind.DECISION: "success",
            SearchKind.PARAGRAPH: "success",
            SearchKind.PROPOSAL: "info",
        },
    )
