"""Who asks about the manual, who answers, who closes."""

from datetime import datetime

from app.domain.inquiries import InquiryState
from app.models import Group, Inquiry, User
from app.policies.standing import chairs, city_role_in, is_secretariat, reads
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person


def may_ask(actor: User, group: Group, at: datetime) -> Verdict:
    """Whoever reads the chapter asks the group about it, as long as there is the group."""
    return first_refusal(
        ALLOWED if reads(actor, group, at) else not_this_person("group_people_only"),
        ALLOWED if group.active else not_now("group_closed"),
    )


def may_reply(actor: User, inquiry: Inquiry, at: datetime) -> Verdict:
    """The people of the cities in the group, its chair and the secretariat answer; the asker asks further."""
    group = inquiry.group
    answers = is_secretariat(actor) or chairs(actor, group, at) or city_role_in(actor, group, at) is not None
    asks = actor.id == inquiry.asker_id and reads(actor, group, at)
    return first_refusal(
        ALLOWED if answers or asks else not_this_person("group_answers_inquiries"), _not_closed(inquiry)
    )


def may_close(actor: User, inquiry: Inquiry, at: datetime) -> Verdict:
    """Whoever asked, and the secretariat."""
    asked = actor.id == inquiry.asker_id and reads(actor, inquiry.group, at)
    return first_refusal(
        ALLOWED if asked or is_secretariat(actor) else not_this_person("asker_or_secretariat_only"),
        _not_closed(inquiry),
    )


def _not_closed(inquiry: Inquiry) -> Verdict:
    return not_now("inquiry_is_closed") if inquiry.state is InquiryState.CLOSED else ALLOWED
