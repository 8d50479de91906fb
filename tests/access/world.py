"""A small council in which every page has something to show: who walks the access table, and what they visit."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.actions.differences import hold, withdraw
from app.actions.joining import start_joining
from app.actions.signoff import pass_over
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.meetings import MinutesState
from app.domain.roles import MembershipKind
from app.extensions import db
from app.models import (
    Attachment,
    CaucusFile,
    Decision,
    Difference,
    Group,
    Meeting,
    Notice,
    Proposal,
    User,
)
from app.queries.meetings.feed import links_of
from app.transaction import transaction
from tests.builders.accounts import a_link
from tests.builders.adoption import item_of
from tests.builders.amendments import an_amendment
from tests.builders.ballots import an_open_round
from tests.builders.calendar import a_calendar_token
from tests.builders.clerical import a_correction
from tests.builders.console import a_floor
from tests.builders.council import (
    a_chair,
    a_city,
    a_deputy,
    a_domain,
    a_group,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
    an_observer,
    three_cities,
)
from tests.builders.decided import a_quick_decision
from tests.builders.differences import a_difference, a_proposing_difference, a_surveying_difference
from tests.builders.discussion import (
    a_caucus_entry,
    a_comment,
    a_concern,
    a_draft_position,
    a_file,
    a_settled_concern,
    a_take_home_item,
)
from tests.builders.downloads import an_edition_order
from tests.builders.exceptions import a_granted_exception, an_exception
from tests.builders.importing import a_sheet, an_import
from tests.builders.inquiries import an_inquiry
from tests.builders.manual import a_decision, a_section, a_text, an_edition
from tests.builders.meetings import a_meeting, a_remark, an_item, some_minutes
from tests.builders.proposals import a_difference_on_the_table, a_proposal, a_version
from tests.builders.signoff import an_absence, an_escalation_by_the_chair, decision_on

Names = dict[str, object]
People = dict[str, User]


@dataclass
class World:
    """names stand in the paths of the table; identities are the sessions of the roles; at is when they visit."""

    names: Names = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    at: datetime = field(default_factory=now)


def a_world() -> World:
    """Build the world in the current scope, under a frozen clock that moves on by some days."""
    group = a_group([*three_cities(), a_city("小金井市", MembershipKind.ASSOCIATE)])
    other = a_group([], code="TAX-01", domain=a_domain("TAX", "税"))
    people = _people(group, other)
    names: Names = {"code": group.code, "domain": group.domain.code}
    names |= _published(group)
    names["inquiry_id"] = an_inquiry(_decided_on(str(names["published"])), people["outsider"]).id
    names |= _excepted(str(names["published"]), people)
    names |= _minuted(group, people["secretary"])
    names |= _escalated(group, people)
    names |= _differences(group, people)
    names |= _discussed(group, people, str(names["number"]))
    _sitting(names, people["secretary"])
    names |= _joining(people)
    names |= _registers(people)
    names |= _corrected(group, people["secretary"])
    names["import_id"] = an_import(people["secretary"], a_sheet(group, "封入の向き")).id
    names["order_id"] = an_edition_order(people["secretary"]).id
    identities = {name: person.get_id() for name, person in people.items()}
    return World(names, identities, clock.now())


def _people(group: Group, other: Group) -> People:
    first, second, third = group.voting_cities_at(now())
    associate = next(place.city for place in group.cities if not place.city.is_member(now()))
    return {
        "representative": a_representative(group, first),
        "deputy": a_deputy(group, first),
        "member": a_member(group, first),
        "chair": a_chair(group, second),
        "observer": an_observer(group, second),
        "associate": a_representative(group, associate),
        "outsider": a_person(first),
        "partner": a_partner(group),
        "other_partner": a_partner(other),
        "secretary": a_secretary(),
        "administrator": a_person(third, administrator=True),
    }


def _published(group: Group) -> Names:
    """A decision in an edition, and one that waits for the next."""
    published = a_decision(group)
    section = a_section(group)
    text = a_text(section)
    an_edition()
    decided = a_decision(group)
    return {
        "published": published.difference.number,
        "decided": decided.difference.number,
        "decision_id": published.id,
        "closed_round_id": published.round_id,
        "anchor": published.difference.number.lower(),
        "section_id": section.id,
        "text_id": text.id,
    }


def _excepted(number: str, people: People) -> Names:
    """An exception that holds, and one that the same city asked for since."""
    decision = _decided_on(number)
    granted = a_granted_exception(decision, people["representative"], people["secretary"])
    asked = an_exception(decision, people["representative"])
    item = item_of(decision, people["representative"])
    return {"granted_id": granted.id, "asked_id": asked.id, "adoption_item_id": item.id}


def _decided_on(number: str) -> Decision:
    return decision_on(db.session.scalars(select(Difference).where(Difference.number == number)).one())


def _minuted(group: Group, secretary: User) -> Names:
    """A planned meeting, one whose minutes are circulated, and one with final minutes."""
    discussed = a_difference_on_the_table(group)
    circulated = some_minutes(group, [discussed], until=MinutesState.CIRCULATED)
    a_remark(circulated)
    final = some_minutes(group, [discussed], until=MinutesState.FINAL)
    planned = a_meeting(group, secretary)
    item = an_item(planned, discussed, secretary)
    return {
        "meeting_id": planned.id,
        "item_id": item.id,
        "circulated_id": circulated.meeting.id,
        "final_id": final.meeting.id,
    }


def _escalated(group: Group, people: People) -> Names:
    signing = an_escalation_by_the_chair(group)
    people["manager"] = next(iter(signing.managers.values()))
    away = an_escalation_by_the_chair(group, routes=False)
    absence = an_absence(people["manager"], days=1)
    with transaction():
        (reading,) = pass_over(
            away.step(0).id, people["manager"], post_id=people["manager"].holdings[0].post_id
        )
    route = signing.escalation.cities[0]
    return {
        "absence_id": absence.id,
        "reading_id": reading.id,
        "signing_post_id": signing.step(0).holders[0].post_id,
        "escalated": signing.difference.number,
        "escalation_id": signing.escalation.id,
        "city_route_id": route.id,
        "step_id": route.steps[0].id,
    }


def _differences(group: Group, people: People) -> Names:
    """One at each stage before the decision. The one under discussion has two proposals and two versions."""
    discussing = a_difference_on_the_table(group)
    amendment = an_amendment(_on_the_table(discussing), "発送する", "送る", author=people["representative"])
    second = a_proposal(discussing)
    a_version(second)
    held, withdrawn = a_proposing_difference(group), a_difference(group)
    with transaction():
        reason = "国の通知を待つため。"
        hold(held.number, people["secretary"], reason=reason, review_on=tokyo_date(now()))
    with transaction():
        withdraw(withdrawn.number, people["secretary"], reason="重ねて起票したため。")
    round = an_open_round(group=group)
    return {
        "number": discussing.number,
        "amendment": amendment.number,
        "raised": a_difference(group).number,
        "surveying": a_surveying_difference(group).number,
        "proposing": a_proposing_difference(group).number,
        "held": held.number,
        "withdrawn": withdrawn.number,
        "voting": round.difference.number,
        "round_id": round.id,
    }


def _sitting(names: Names, secretary: User) -> None:
    """The planned meeting has begun, and talks about what is voted on."""
    meeting = db.session.get_one(Meeting, names["meeting_id"])
    voting = db.session.scalars(select(Difference).where(Difference.number == names["voting"])).one()
    a_floor(an_item(meeting, voting, secretary), secretary)


def _on_the_table(difference: Difference) -> Proposal:
    return db.session.scalars(select(Proposal).where(Proposal.difference_id == difference.id)).unique().one()


def _discussed(group: Group, people: People, number: str) -> Names:
    """What stands in the discussion and, by the representative's city, in its caucus."""
    difference = db.session.scalars(select(Difference).where(Difference.number == number)).one()
    author = people["representative"]
    comment = a_comment(difference, author, files=[a_file()])
    concern = a_concern(difference, author)
    settled = a_settled_concern(difference, author)
    item = a_take_home_item(difference, group.voting_cities_at(now())[0])
    a_caucus_entry(difference, author, files=[a_file()])
    a_draft_position(difference, author)
    return {
        "comment_id": comment.id,
        "concern_id": concern.id,
        "settled_id": settled.id,
        "take_home_id": item.id,
        "attachment_id": db.session.scalars(select(Attachment.id).order_by(Attachment.id)).first(),
        "file_id": db.session.scalars(select(CaucusFile.id).order_by(CaucusFile.id)).first(),
    }


def _joining(people: People) -> Names:
    """The associate is asked for its position on what is decided."""
    associate, secretary = people["associate"], people["secretary"]
    assert associate.city is not None
    with transaction():
        start_joining(associate.city.id, secretary)
    return {"joining_city": associate.city.code}


def _corrected(group: Group, secretary: User) -> Names:
    """A decision with a clerical correction that cities can still object to."""
    decision = a_quick_decision(group)
    a_correction(decision, "様式を用いる", "様式をもちいる", actor=secretary)
    return {"corrected_id": decision.id}


def _registers(people: People) -> Names:
    member, manager = people["member"], people["manager"]
    notice = db.session.scalars(
        select(Notice.id).where(Notice.user_id == people["representative"].id)
    ).first()
    assert member.city is not None
    return {
        "city": member.city.code,
        "person_id": member.id,
        "role_id": member.roles[0].id,
        "deputy_id": people["deputy"].roles[0].id,
        "post_id": manager.holdings[0].post_id,
        "holding_id": manager.holdings[0].id,
        "notice_id": notice,
        "token": a_link(member),
        "calendar_token": a_calendar_token(member),
        "calendar_link_id": links_of(member)[0].id,
    }
