"""Who may order a file, who may have it, and when it can be ordered again."""

from collections.abc import Collection
from datetime import datetime

from app.domain.downloads import FORMATS, MOST_AT_ONCE, FileFormat, OrderKind, OrderState
from app.models import FileOrder, User
from app.policies.manual import reads_whole_manual
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person


def may_order(actor: User, kind: OrderKind) -> Verdict:
    """A whole edition: whoever reads every chapter. Minutes: everybody, those that they may read."""
    if kind is OrderKind.EDITION and not reads_whole_manual(actor):
        return not_this_person("whole_edition_not_for_partners")
    return ALLOWED if actor.active else not_this_person("account_closed")


def not_too_many(unfinished: int) -> Verdict:
    """One person's orders do not keep everybody else's waiting."""
    return ALLOWED if unfinished < MOST_AT_ONCE else not_now("too_many_file_orders", limit=MOST_AT_ONCE)


def known_format(kind: OrderKind, file_format: FileFormat) -> bool:
    """Whether this kind of file comes in a file_format."""
    return file_format in FORMATS[kind]


def is_found(actor: User, order: FileOrder, at: datetime) -> bool:
    """Whether an order is there for a person: their own, until it goes."""
    return order.ordered_by_id == actor.id and at < order.goes_at


def may_fetch(actor: User, order: FileOrder, readable: Collection[int]) -> Verdict:
    """A finished file, as long as its owner may still read all that it holds; readable are the ids of that."""
    holds_more = not set(order.holds) <= set(readable)
    return first_refusal(
        may_order(actor, order.kind),
        not_this_person("file_holds_more_than_you_read") if holds_more else ALLOWED,
        ALLOWED if order.state is OrderState.DONE else not_now("file_is_not_made_yet"),
    )


def may_order_again(actor: User, order: FileOrder) -> Verdict:
    """One that failed, by whoever may order it still."""
    failed = order.state is OrderState.FAILED
    return first_refusal(may_order(actor, order.kind), ALLOWED if failed else not_now("order_did_not_fail"))
