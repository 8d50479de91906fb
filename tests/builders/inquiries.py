"""Inquiries about the manual, as a test needs them: made by the acts themselves."""

from app.actions.inquiries import ask, reply
from app.models import Decision, Inquiry, User
from app.transaction import transaction
from tests.support.worlds import kept

QUESTION = "発送日が閉庁日に当たる場合は、どのように扱いますか。"


@kept
def an_inquiry(
    decision: Decision, asker: User, body: str = QUESTION, *, edition: int = 1, key: str = ""
) -> Inquiry:
    """A question about the paragraph of a decision that stands in an edition."""
    with transaction():
        return ask(edition, decision.difference.number, asker, body=body, key=key)


@kept
def a_reply(
    inquiry: Inquiry, author: User, body: str = "直前の開庁日に発送します。", key: str = ""
) -> Inquiry:
    """An answer, or a further question of the asker."""
    with transaction():
        return reply(inquiry.id, author, body=body, key=key)
