"""The rule a round freezes: the council's, or one that is nowhere laxer (B32, B40, B41)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.ballots import open_round
from app.domain.ballot_rules import Rule, RuleKind
from app.models import Council, Difference, Round, User
from app.policies.verdicts import Invalid
from app.transaction import transaction
from tests.builders.ballots import OVERRIDE, a_rule
from tests.builders.council import a_group, a_secretary
from tests.builders.proposals import a_difference_on_the_table

LAXER: list[tuple[Rule, dict[str, Any], str]] = [
    (a_rule(min_working_days=2), {"min_ballot_working_days": 3}, "closes_on"),
    (a_rule(early_close=True), {"early_close": False}, "early_close"),
    (a_rule(early_close=True, grace_minutes=5), {"grace_minutes": 60}, "early_close"),
    (a_rule(), {"quorum": 2}, "quorum"),
    (a_rule(quorum=1), {"quorum": 2}, "quorum"),
    (a_rule(quorum=4), {}, "quorum"),
    (a_rule(RuleKind.MAJORITY, quorum=2, casting_vote=True), {}, "casting_vote"),
    (a_rule(RuleKind.NO_OBJECTION), {}, "override_rule"),
    (a_rule(RuleKind.MAJORITY, quorum=2), {}, "rule_kind"),
    (a_rule(RuleKind.TWO_THIRDS, quorum=2), {}, "rule_kind"),
    (a_rule(RuleKind.TWO_THIRDS, quorum=2), {"default_rule": RuleKind.NO_OBJECTION}, "rule_kind"),
    (a_rule(RuleKind.MAJORITY, quorum=2), {"default_rule": RuleKind.TWO_THIRDS}, "override_rule"),
]


@pytest.mark.parametrize(("rule", "settings", "field"), LAXER)
def test_b32_b41_a_rule_is_never_laxer_than_the_councils_settings(
    session: Session, rule: Rule, settings: dict[str, Any], field: str
) -> None:
    difference = a_difference_on_the_table()
    _settings(session, **settings)
    with pytest.raises(Invalid) as invalid:
        _open(difference, rule=rule)
    assert invalid.value.field == field


def test_b32_a_rule_of_another_kind_needs_a_reason_that_is_kept(session: Session) -> None:
    difference = a_difference_on_the_table()
    rule = a_rule(RuleKind.UNANIMOUS_ABSTAIN_OK)
    round = _open(difference, rule=rule, overrides={"rule": OVERRIDE})
    assert (round.rule, round.overrides) == (rule, {"rule": OVERRIDE})


@pytest.mark.parametrize(("kind", "quorum"), [(RuleKind.TWO_THIRDS, 2), (RuleKind.UNANIMOUS, None)])
def test_b32_without_a_choice_the_councils_rule_is_frozen(
    session: Session, kind: RuleKind, quorum: int | None
) -> None:
    difference = a_difference_on_the_table()
    _settings(session, default_rule=kind, grace_minutes=30, min_ballot_working_days=1)
    assert _open(difference).rule == Rule(
        kind, quorum=quorum, early_close=True, grace_minutes=30, min_working_days=1
    )


def test_b40_a_sealed_round_cannot_be_closed_early_and_a_council_may_seal_all(session: Session) -> None:
    group = a_group()
    chosen = _open(a_difference_on_the_table(group), sealed=True, rule=a_rule(early_close=True))
    assert (chosen.sealed, chosen.rule.early_close) == (True, False)
    difference = a_difference_on_the_table(group)
    _settings(session, sealed=True)
    everywhere = _open(difference, sealed=False)
    assert (everywhere.sealed, everywhere.rule.early_close) == (True, False)


def _open(difference: Difference, actor: User | None = None, **how: Any) -> Round:
    actor = actor or a_secretary()
    with transaction():
        return open_round(difference.number, actor, **how)


def _settings(session: Session, **settings: Any) -> None:
    with transaction():
        council = session.scalars(select(Council)).one()
        for name, value in settings.items():
            setattr(council, name, value)
