"""Which rule a round may follow: the council's, or another that is nowhere laxer (B32, B41)."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.ballot_rules import FALLBACK, WITH_CASTING_VOTE, WITH_QUORUM, Rule, RuleKind
from app.domain.positions import is_reason
from app.models import Council
from app.policies.verdicts import Invalid

OTHER_RULE = "rule"
"""The key among the overrides under which stands why a rule other than the council's was chosen (B41)."""


def council_rule(council: Council, cities: int, kind: RuleKind | None = None) -> Rule:
    """The council's rule for a round, or one of a kind with the council's parameters.

    Where it needs a quorum and none is set, that is more than half the cities.
    """
    kind = kind or council.default_rule
    needed = council.quorum or (cities // 2 + 1 if kind in WITH_QUORUM else None)
    return Rule(
        kind,
        quorum=needed,
        casting_vote=council.casting_vote and kind in WITH_CASTING_VOTE,
        early_close=council.early_close and not council.sealed,
        grace_minutes=council.grace_minutes,
        min_working_days=council.min_ballot_working_days,
    )


def written_rule(council: Council, cities: int) -> Rule:
    """The council's rule for a written resolution: it lies there for the period the council set (B29, B36)."""
    rule = council_rule(council, cities)
    return replace(rule, min_working_days=max(rule.min_working_days, council.written_working_days))


def rules_to_choose(council: Council) -> list[RuleKind]:
    """The rules a round can be opened under: none that overrules an objection where the council's does not (B41)."""
    overrules = council.default_rule in WITH_QUORUM
    return [kind for kind in RuleKind if overrules or kind not in WITH_QUORUM]


def fallback_rule(council: Council, cities: int, sealed: bool) -> Rule:
    """The rule after unanimity failed: two thirds, with the parameters the council set (B41)."""
    rule = council_rule(council, cities, FALLBACK)
    return replace(rule, early_close=False) if sealed else rule


def checked_rule(rule: Rule, council: Council, cities: int, reasons: Mapping[str, str], sealed: bool) -> Rule:
    """The rule, if it is nowhere laxer than what the council set; one of another kind needs a reason (B32).

    Where the council lets an objection stand in the way, only a fallback overrules one (B41).
    """
    if rule.min_working_days < council.min_ballot_working_days:
        raise Invalid("closes_on", "fewer_working_days_than_council", days=council.min_ballot_working_days)
    if rule.casting_vote and not council.casting_vote:
        raise Invalid("casting_vote", "council_knows_no_casting_vote")
    if rule.early_close and (not council.early_close or rule.grace_minutes < council.grace_minutes):
        raise Invalid("early_close", "council_closes_later", minutes=council.grace_minutes)
    if council.quorum and (rule.quorum or 0) < council.quorum:
        raise Invalid("quorum", "quorum_below_council", quorum=council.quorum)
    if rule.quorum and rule.quorum > cities:
        raise Invalid("quorum", "quorum_above_cities", cities=cities)
    if rule.kind not in rules_to_choose(council):
        raise Invalid("rule_kind", "overruling_needs_fallback", rule=RuleKind(council.default_rule))
    if rule.kind is not council.default_rule and not is_reason(reasons.get(OTHER_RULE)):
        raise Invalid(
            f"override_{OTHER_RULE}", "other_rule_needs_reason", rule=RuleKind(council.default_rule)
        )
    # An early end of a sealed round would tell that every city has acted (B40).
    return replace(rule, early_close=False) if sealed else rule
