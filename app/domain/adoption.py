"""What each city has to do to work by a decision, by what the decision brings with it (D5)."""

from collections.abc import Collection
from enum import StrEnum

from app.domain.differences import DifferenceKind
from app.domain.texts import Flag


class ItemKind(StrEnum):
    """What has to be changed or done in a city."""

    ORDINANCE = "ordinance"
    RULE = "rule"
    FORM = "form"
    SYSTEM = "system"
    TRAINING = "training"
    NOTICE = "notice"


OF_FLAGS = {
    Flag.ORDINANCE_CHANGE: ItemKind.ORDINANCE,
    Flag.RULE_CHANGE: ItemKind.RULE,
    Flag.CUSTOMIZATION: ItemKind.SYSTEM,
}
OF_KINDS = {
    DifferenceKind.FORM: ItemKind.FORM,
    DifferenceKind.NOTICE: ItemKind.FORM,
    DifferenceKind.SYSTEM: ItemKind.SYSTEM,
}


def items_due(flags: Collection[Flag], kind: DifferenceKind) -> tuple[ItemKind, ...]:
    """The items that every city has of a decision, all of them mandatory; people are always told (D5)."""
    due = {OF_FLAGS[flag] for flag in flags if flag in OF_FLAGS} | {ItemKind.NOTICE}
    if kind in OF_KINDS:
        due.add(OF_KINDS[kind])
    return tuple(each for each in ItemKind if each in due)
