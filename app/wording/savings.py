"""Words of savings: kinds of lines, postal items, how sure a saving is, and why one cannot be recorded."""

from app.domain.postage import PostalItem
from app.domain.savings import SavingKind, SavingState
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            SavingKind.POSTAGE: _p("saving", "Postage"),
            SavingKind.PRINTING: _p("saving", "Printing"),
            SavingKind.STAFF_HOURS: _p("saving", "Staff hours"),
            SavingKind.SYSTEM: _p("saving", "System"),
            SavingKind.OTHER: _p("saving", "Other"),
            SavingState.ESTIMATED: _p("saving", "Estimated"),
            SavingState.ACCEPTED: _p("saving", "Accepted"),
            SavingState.REALISED: _p("saving", "Realised"),
            PostalItem.POSTCARD: _l("Postcard"),
            PostalItem.LETTER_25: _l("Letter up to 25 g"),
            PostalItem.LETTER_50: _l("Letter up to 50 g"),
            PostalItem.NONSTANDARD_50: _l("Non-standard up to 50 g"),
            PostalItem.NONSTANDARD_100: _l("Non-standard up to 100 g"),
            PostalItem.NONSTANDARD_150: _l("Non-standard up to 150 g"),
        },
        {
            SavingState.ESTIMATED: "neutral",
            SavingState.ACCEPTED: "info",
            SavingState.REALISED: "success",
        },
    )
    reasons(
        {
            "rates_of_secretariat": _l("The secretariat keeps the rates of postage."),
            "no_such_saving_year": _l(
                "Savings are recorded for the fiscal years from %(first)s, when it was decided, to %(last)s."
            ),
            "saving_basis_required": _l("Please say what the amount rests on."),
            "saving_recorded_meanwhile": _l(
                "A colleague recorded another amount after you opened the page. It stands in the table above; "
                "sending yours again corrects it."
            ),
            "rate_day_unknown": _l("Please enter a day between the years %(first)s and %(last)s."),
            "rate_out_of_range": _l("A rate is more than 0 and at most %(limit)s yen."),
            "estimate_changed_meanwhile": _l(
                "Somebody changed the estimate after you opened the page. It stands below the form; "
                "saving again replaces it."
            ),
            "too_many_saving_lines": _l("An estimate has at most %(limit)s lines."),
            "saving_line_needs_what": _l(
                "Line %(line)s: please say what it is about, in at most %(limit)s characters."
            ),
            "saving_line_needs_volume": _l(
                "Line %(line)s: please enter how many pieces or hours a year there are, as a whole number."
            ),
            "saving_line_of_another_city": _l("Line %(line)s: this city does not take part in the group."),
            "saving_line_needs_item": _l(
                "Line %(line)s: please choose a postal item for before or after, or both."
            ),
            "saving_line_item_of_postage": _l("Line %(line)s: a postal item is chosen only for postage."),
            "saving_line_discount": _l("Line %(line)s: a discount is between 0 and 100 percent."),
            "saving_line_unit": _l(
                "Line %(line)s: a price is 0 yen or more. Extra cost is a higher price after."
            ),
            "saving_line_rate_is_looked_up": _l(
                "Line %(line)s: the price of postage comes from the table of rates. Please leave the yen empty."
            ),
            "no_rate_yet": _l("Line %(line)s: the table has no rate of “%(item)s” on %(day)s."),
        }
    )
