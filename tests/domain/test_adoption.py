"""Which items a decision brings with it (D5)."""

import pytest

from app.domain.adoption import ItemKind, items_due
from app.domain.differences import DifferenceKind
from app.domain.texts import Flag

K = ItemKind


@pytest.mark.parametrize(
    ("flags", "kind", "items"),
    [
        ([], DifferenceKind.OPERATION, [K.NOTICE]),
        ([Flag.ORDINANCE_CHANGE], DifferenceKind.POLICY, [K.ORDINANCE, K.NOTICE]),
        ([Flag.RULE_CHANGE, Flag.ORDINANCE_CHANGE], DifferenceKind.POLICY, [K.ORDINANCE, K.RULE, K.NOTICE]),
        ([Flag.CUSTOMIZATION], DifferenceKind.FORM, [K.FORM, K.SYSTEM, K.NOTICE]),
        ([Flag.NEW_COST, Flag.BASIC_POLICY, Flag.RESIDENT_RIGHTS], DifferenceKind.NOTICE, [K.FORM, K.NOTICE]),
        ([Flag.CUSTOMIZATION], DifferenceKind.SYSTEM, [K.SYSTEM, K.NOTICE]),
    ],
)
def test_d5_the_items_come_from_the_flags_and_the_kind_and_people_are_always_told(
    flags: list[Flag], kind: DifferenceKind, items: list[ItemKind]
) -> None:
    assert list(items_due(flags, kind)) == items
