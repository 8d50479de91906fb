"""Words of the manual: how a decision came about in one line, faults, acts on chapters, refusals; and of adoption."""

from collections.abc import Callable
from datetime import date

from app.domain.manual import DomainAct, FaultKind, Known, ManualAct
from app.domain.notices import NoticeKind
from app.domain.positions import CityState
from app.domain.provenance import Provenance
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.i18n import ngettext, pgettext
from app.wording.registry import Word, label, reasons, words

FAULTS: dict[FaultKind, Word] = {
    FaultKind.NO_DECISION: _p("manual", "It binds, but rests on no decision"),
    FaultKind.NOT_IN_FORCE: _p("manual", "The decision it rests on is not in force any more"),
    FaultKind.DECISION_WAITS: _p("manual", "The decision it rests on waits for comments to be answered"),
}
ACTS: dict[ManualAct, Word] = {
    ManualAct.SECTION_ADDED: _p("manual", "made a section"),
    ManualAct.SECTION_RENAMED: _p("manual", "renamed a section"),
    ManualAct.SECTION_MOVED: _p("manual", "moved a section"),
    ManualAct.SECTION_REMOVED: _p("manual", "removed a section"),
    ManualAct.TEXT_ADDED: _p("manual", "wrote a text"),
    ManualAct.TEXT_CHANGED: _p("manual", "changed a text"),
    ManualAct.TEXT_REMOVED: _p("manual", "removed a text"),
    ManualAct.DECISION_PLACED: _p("manual", "placed a decision"),
    ManualAct.ENTRY_MOVED: _p("manual", "changed the order of a section"),
}
DOMAIN_ACTS: dict[DomainAct, Word] = {
    DomainAct.RENAMED: _p("manual", "changed the names of a domain"),
    DomainAct.MOVED: _p("manual", "moved a domain"),
    DomainAct.REMOVED: _p("manual", "removed a domain"),
    DomainAct.INTRODUCTION_WRITTEN: _p("manual", "wrote the introduction of a domain"),
    DomainAct.INTRODUCTION_REMOVED: _p("manual", "removed the introduction of a domain"),
    DomainAct.CHAPTER_MOVED: _p("manual", "changed the order of the chapters of a domain"),
}
KNOWN: dict[Known, Word] = {
    Known.UNREAD: _p("manual", "Not read yet"),
    Known.CHANGED: _p("manual", "Changed since you read it"),
    Known.READ: _p("manual", "Read"),
}
REASONS: dict[str, Word] = {
    "readers_for_managers_and_secretariat": _l(
        "Who has read the manual is shown to the secretariat and, for their own city, to its managers."
    ),
    "manual_has_faults": _l(
        "These texts bind, but rest on no decision of the edition: %(names)s."
        " Give each its decision, or say that it only explains."
    ),
    "manual_is_empty": _l("There is nothing to publish yet: no decision in force can stand in the manual."),
    "nothing_new_to_publish": _l(
        "The last edition says exactly this already. There is nothing new to publish."
    ),
    "before_last_edition": _l("An edition cannot be older than the one before it, of %(edition)s."),
    "before_last_decision": _l(
        "An edition holds the decisions in force on its day. The latest of them is of %(decision)s."
    ),
    "edition_note_required": _l("Please say in words what this edition brings."),
    "section_holds_entries": _l("Something still stands in this section. Move or remove it first."),
    "domain_holds_groups": _l("Working groups still belong to this domain. Move them to another one first."),
    "domain_numbers_decisions": _l("Decisions were numbered in this domain, so it stays."),
    "domain_has_routes": _l("Cities have routes of sign-off for this domain. They take them away first."),
    "domain_changed_meanwhile": _l(
        "Somebody changed this domain after you opened the page. Its present names stand above; yours are kept here."
    ),
    "short_name_in_use": _l(
        "Another domain numbers its decisions with this short name, or did so. Please choose another."
    ),
    "section_of_another_group": _l("This section belongs to the chapter of another working group."),
    "nothing_decided_to_place": _l(
        "There is no decision in force on this difference that could stand anywhere."
    ),
    "decision_not_in_force": _l("Please choose a decision of this group that is in force."),
    "text_changed_meanwhile": _l(
        "Somebody changed this text after you opened the page. The present text stands below; yours is kept here."
    ),
    "not_in_the_future": _l("This day is still to come."),
    "evidence_required": _l("Please say in words what the city has done."),
    "representative_only": _l(
        "Only the representative of the city in this working group and the deputies can say this."
    ),
}


def register() -> None:
    """Enter this area's words."""
    words(FAULTS, dict.fromkeys(FAULTS, "danger"))
    words(ACTS)
    words(DOMAIN_ACTS)
    words(KNOWN, {Known.UNREAD: "neutral", Known.CHANGED: "warning", Known.READ: "success"})
    words({NoticeKind.EDITION_CUT: _l("A new edition of the manual changes a chapter of your group")})
    reasons(REASONS)


def tally_words(source: Provenance) -> str:
    """How the cities voted, in a few words: 3市全会一致, or each position with its number and the rule."""
    if not source.cities:
        return ""
    if source.unanimous:
        shown = _("%(count)s cities, unanimous", count=source.approvals)
        return _with(shown, _counts(source, CityState.APPROVE_WITH_COMMENTS, CityState.RECUSE))
    return _with(_counts(source, *CityState), label(source.rule) if source.rule else "")


def signoff_words(source: Provenance) -> str:
    """That the managers of so many cities signed; empty where the matter did not go to them."""
    cities = len(source.signed_cities)
    if not cities:
        return ""
    return ngettext(
        "signed by the managers of %(num)s city", "signed by the managers of %(num)s cities", cities
    )


def basis_words(source: Provenance, day: Callable[[date], str]) -> str:
    """The decision a paragraph rests on, in one line: number, day, vote, signatures, meeting, since when it holds."""
    said = [
        source.number,
        _("decided on %(day)s", day=day(source.decided_on)),
        tally_words(source),
        signoff_words(source),
        _("meeting no. %(number)s", number=source.meeting.number) if source.meeting else "",
        _("in effect from %(day)s", day=day(source.effective_on)),
    ]
    return " / ".join(part for part in said if part)


def introduction_words() -> str:
    """What the text before the chapters of a domain is called."""
    return _("Introduction of the domain")


def explains_words() -> str:
    """That a text binds nobody, where a file shows it apart from the pages (M2)."""
    return _("This is an explanation. It binds no city.")


def _counts(source: Provenance, *states: CityState) -> str:
    counts = source.counts
    said = [
        pgettext("manual", "%(position)s %(count)s", position=label(state), count=counts[state])
        for state in states
        if counts[state]
    ]
    return _(", ").join(said)


def _with(shown: str, detail: str) -> str:
    return pgettext("manual", "%(shown)s (%(detail)s)", shown=shown, detail=detail) if detail else shown
