"""Words of the adoption ledger: kinds of items, refusals, and what people are told."""

from app.domain.adoption import ItemKind
from app.domain.notices import NoticeKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import Word, reasons, words

KINDS = {
    ItemKind.ORDINANCE: _p("item kind", "Ordinance"),
    ItemKind.RULE: _p("item kind", "Rule"),
    ItemKind.FORM: _p("item kind", "Form"),
    ItemKind.SYSTEM: _p("item kind", "System"),
    ItemKind.TRAINING: _p("item kind", "Training"),
    ItemKind.NOTICE: _p("item kind", "Telling people"),
}
REASONS: dict[str, Word] = {
    "item_closed_already": _l("This item is closed already."),
    "item_not_closed": _l("This item is open. There is no evidence to take back."),
    "later_decision_stands": _l("A later decision has taken this one's place. Its items are history."),
    "city_or_lead_only": _l(
        "Only the representative or a deputy of the city, the chair and the secretariat can do this."
    ),
}


def register() -> None:
    """Enter this area's words."""
    words(KINDS)
    words({NoticeKind.ADOPTION_REVERTED: _l("A city does not work by a decision any more")})
    reasons(REASONS)
