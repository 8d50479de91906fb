"""Sentences about counting: a rule in words, each condition of a tally, each item of the readiness list."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from app.domain.ballot_rules import Condition, ConditionCode, Rule, RuleKind
from app.domain.positions import PositionKind
from app.domain.readiness import ReadinessCode, ReadinessItem
from app.i18n import gettext as _
from app.i18n import ngettext, pgettext
from app.wording.dates import datetime_words
from app.wording.registry import label

Names = Mapping[int, str]


def rule_words(rule: Rule) -> list[str]:
    """The rule of a round in sentences: what it asks for, then its parameters."""
    said = [_what_carries(rule.kind)]
    if rule.quorum is not None:
        said.append(ngettext("Quorum: %(num)s position.", "Quorum: %(num)s positions.", rule.quorum))
    if rule.casting_vote:
        said.append(_("In a tie the chair's casting vote decides."))
    if rule.early_close:
        said.append(_closing_early(rule.grace_minutes))
    if rule.min_working_days:
        said.append(
            ngettext(
                "It stays open for at least %(num)s working day.",
                "It stays open for at least %(num)s working days.",
                rule.min_working_days,
            )
        )
    return said


def condition_detail(condition: Condition, names: Names) -> str:
    """What a reader needs to see why a condition is met or not; cities by name, empty where nothing is to be added."""
    return _DETAILS[condition.code](condition.params, names)


def readiness_detail(item: ReadinessItem, names: Names, overlaps: Iterable[str]) -> str:
    """What an item of the readiness list still asks for; overlaps are numbers of differences."""
    params = item.params
    if item.code is ReadinessCode.DISCUSSION_DAYS:
        return _("%(days)s days of %(needed)s", days=params["days"], needed=params["needed"])
    if item.met:
        return ""
    match item.code:
        case ReadinessCode.CONCERNS:
            return ngettext("%(num)s open concern", "%(num)s open concerns", params["count"])
        case ReadinessCode.AMENDMENTS:
            return ngettext("%(num)s amendment", "%(num)s amendments", params["count"])
        case ReadinessCode.PRACTICES:
            return _("Not stated: %(cities)s", cities=_listed(params["cities"], names))
        case ReadinessCode.OVERLAPS:
            return _("Name them in the text, or say why not: %(numbers)s", numbers=_(", ").join(overlaps))
    return ""


def _what_carries(kind: RuleKind) -> str:
    match kind:
        case RuleKind.UNANIMOUS:
            return _("Carried if every city approves.")
        case RuleKind.UNANIMOUS_ABSTAIN_OK:
            return _("Carried if no city objects, every city has answered and at least one approves.")
        case RuleKind.NO_OBJECTION:
            return _(
                "Carried if no city objects by the deadline and at least one approves; silence is consent."
            )
        case RuleKind.TWO_THIRDS:
            return _("Carried if two thirds of those that approve or object approve.")
    return _("Carried if more than half of those that approve or object approve.")


def _closing_early(minutes: int) -> str:
    if not minutes:
        return _("It may be closed early once every city has taken a position.")
    return ngettext(
        "It may be closed early %(num)s minute after the last change, once every city has taken a position.",
        "It may be closed early %(num)s minutes after the last change, once every city has taken a position.",
        minutes,
    )


def _listed(cities: Iterable[int], names: Names) -> str:
    return _(", ").join(names[city] for city in cities)


def _nothing(_params: Mapping[str, Any], _names: Names) -> str:
    return ""


def _someone(params: Mapping[str, Any], _names: Names) -> str:
    return ngettext("%(num)s approval", "%(num)s approvals", params["approvals"])


def _every_city(params: Mapping[str, Any], names: Names) -> str:
    count = _("%(approvals)s of %(eligible)s", approvals=params["approvals"], eligible=params["eligible"])
    if not params["cities"]:
        return count
    return _("%(count)s – not yet: %(cities)s", count=count, cities=_listed(params["cities"], names))


def _cities(params: Mapping[str, Any], names: Names) -> str:
    return _listed(params["cities"], names)


def _silence(params: Mapping[str, Any], names: Names) -> str:
    if params["cities"]:
        return _("Told too late: %(cities)s", cities=_listed(params["cities"], names))
    if params["consenting"]:
        return _("Silence counts as consent: %(cities)s", cities=_listed(params["consenting"], names))
    return ""


def _share(params: Mapping[str, Any], _names: Names) -> str:
    said = [_("%(approvals)s of %(base)s", approvals=params["approvals"], base=params["base"])]
    if params.get("tied"):
        said.append(_tie(params["casting_vote"]))
    elif params["short"]:
        said.append(
            ngettext("%(num)s more approval needed", "%(num)s more approvals needed", params["short"])
        )
    return pgettext("ballot", "; ").join(said)


def _tie(vote: str | None) -> str:
    if vote is None:
        return _("a tie")
    return _("a tie; the chair's casting vote: %(vote)s", vote=label(PositionKind(vote)))


def _quorum(params: Mapping[str, Any], _names: Names) -> str:
    return _("%(made)s of %(needed)s positions", made=params["made"], needed=params["needed"])


def _grace(params: Mapping[str, Any], _names: Names) -> str:
    if params["until"] is None or not params["minutes"]:
        return ""
    return _("Possible from %(at)s", at=datetime_words(datetime.fromisoformat(params["until"])))


_DETAILS: dict[ConditionCode, Callable[[Mapping[str, Any], Names], str]] = {
    ConditionCode.SOMEONE_APPROVES: _someone,
    ConditionCode.EVERY_CITY_APPROVES: _every_city,
    ConditionCode.NO_OBJECTION: _cities,
    ConditionCode.NO_CITY_SILENT: _cities,
    ConditionCode.SILENCE_IS_CONSENT: _silence,
    ConditionCode.TWO_THIRDS_APPROVE: _share,
    ConditionCode.MAJORITY_APPROVES: _share,
    ConditionCode.QUORUM: _quorum,
    ConditionCode.EARLY_CLOSE_ALLOWED: _nothing,
    ConditionCode.EVERY_CITY_POSITIONED: _cities,
    ConditionCode.NO_DEPARTURE_UNSETTLED: _cities,
    ConditionCode.GRACE_PASSED: _grace,
}
