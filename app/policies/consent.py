"""Who may put items on a consent list, pull one out, put the rest to their ballots and approve them, and when."""

from datetime import datetime

from app.domain.meetings import MeetingState
from app.domain.roles import RoleKind, UserKind
from app.domain.workflow import Stage
from app.models import AgendaItem, Meeting, User
from app.policies.meetings import may_change_meeting, may_record
from app.policies.standing import city_role_in
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person

_VOICES = (RoleKind.REPRESENTATIVE, RoleKind.DEPUTY)


def may_list_for_consent(actor: User, item: AgendaItem, at: datetime) -> Verdict:
    """Whoever may change the agenda: an item under discussion, without a conclusion, that no city pulled out."""
    difference = item.difference
    discussed = difference is not None and difference.stage is Stage.DISCUSSING and not difference.held
    return first_refusal(
        may_change_meeting(actor, item.meeting, at),
        not_now("written_is_one_list") if item.meeting.written else ALLOWED,
        ALLOWED if discussed else not_now("consent_wants_discussed"),
        not_now("item_is_concluded") if item.conclusion is not None else ALLOWED,
        not_now("consent_listed_before") if item.consent else ALLOWED,
    )


def may_take_off_consent(actor: User, item: AgendaItem, at: datetime) -> Verdict:
    """Whoever may change the agenda, while the item waits; what a city pulled out stays pulled out."""
    return first_refusal(may_change_meeting(actor, item.meeting, at), _waits(item))


def may_pull(actor: User, item: AgendaItem, at: datetime) -> Verdict:
    """The representative and deputies of every city that votes, until the list is put to the ballots."""
    cancelled = item.meeting.state is MeetingState.CANCELLED
    return first_refusal(
        _speaks(actor, item.meeting, at),
        not_now("meeting_was_cancelled") if cancelled else ALLOWED,
        _waits(item),
    )


def may_put_together(actor: User, meeting: Meeting, at: datetime) -> Verdict:
    """The chair and the secretariat, from the morning of the meeting's day on, while something waits on the list."""
    waits = any(item.consent and item.consent.waits for item in meeting.agenda)
    return first_refusal(
        may_record(actor, meeting, at),
        ALLOWED if waits else not_now("consent_list_is_empty"),
    )


def may_approve_together(actor: User, meeting: Meeting, at: datetime) -> Verdict:
    """The representative and deputies of every city that votes; each ballot asks for itself as well (B6)."""
    return _speaks(actor, meeting, at)


def _waits(item: AgendaItem) -> Verdict:
    if item.consent is None:
        return not_now("not_on_consent_list")
    if item.consent.pulled_at is not None:
        return not_now("consent_was_pulled")
    return ALLOWED if item.consent.round_id is None else not_now("consent_was_put")


def _speaks(actor: User, meeting: Meeting, at: datetime) -> Verdict:
    if actor.kind is not UserKind.CITY or actor.administrator or not actor.active:
        return not_this_person("representative_or_deputy_only")
    role = city_role_in(actor, meeting.group, at)
    votes = actor.city_id in {city.id for city in meeting.group.voting_cities_at(at)}
    if role is None or role.kind not in _VOICES or not votes:
        return not_this_person("representative_or_deputy_only")
    return ALLOWED
