"""Who may plan and lead meetings, write, read and confirm their minutes, and when (M5, M6)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from app.domain.calendar import start_of_day_tokyo, tokyo_date
from app.domain.meetings import MeetingState, MinutesState
from app.domain.roles import RoleKind
from app.models import AgendaItem, City, Group, Meeting, Minutes, MinutesCorrection, User
from app.policies.standing import has_role, is_secretariat, may_lead
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person


def may_plan(actor: User, group: Group, at: datetime) -> Verdict:
    """The chair and the secretariat, for a group that works."""
    return first_refusal(may_lead(actor, group, at), ALLOWED if group.active else not_now("group_closed"))


def may_change_meeting(actor: User, meeting: Meeting, at: datetime, seen: int | None = None) -> Verdict:
    """Facts, agenda and papers: the chair and the secretariat, until the minutes are final (M6)."""
    return first_refusal(may_lead(actor, meeting.group, at), _unchanged(meeting, seen), _still_open(meeting))


def may_prepare(actor: User, meeting: Meeting, at: datetime, seen: int | None = None) -> Verdict:
    """Time, place and agenda: whoever may change the meeting; of a written resolution until it is sent."""
    return first_refusal(
        may_change_meeting(actor, meeting, at, seen),
        not_now("written_was_sent") if meeting.was_sent else ALLOWED,
    )


def may_cancel(actor: User, meeting: Meeting, at: datetime) -> Verdict:
    """The chair and the secretariat, as long as it has not been held."""
    held = meeting.state is MeetingState.HELD
    return first_refusal(may_prepare(actor, meeting, at), not_now("meeting_was_held") if held else ALLOWED)


def may_remove_item(actor: User, item: AgendaItem, at: datetime) -> Verdict:
    """Whoever may change the agenda, while the item has no conclusion."""
    concluded = not_now("item_is_concluded") if item.conclusion is not None else ALLOWED
    return first_refusal(may_prepare(actor, item.meeting, at), concluded)


def may_record(actor: User, meeting: Meeting, at: datetime) -> Verdict:
    """Attendance and conclusions: whoever may change the meeting, from the morning of its day on."""
    day = tokyo_date(meeting.starts_at)
    early = at < start_of_day_tokyo(day)
    return first_refusal(
        may_change_meeting(actor, meeting, at), not_now("meeting_is_to_come", day=day) if early else ALLOWED
    )


def may_hold(actor: User, meeting: Meeting, at: datetime) -> Verdict:
    """Recording that it was held: once, from the morning of its day on."""
    held = meeting.state is MeetingState.HELD
    return first_refusal(
        may_lead(actor, meeting.group, at),
        not_now("meeting_was_held") if held else ALLOWED,
        _written_has_ended(meeting, at),
        may_record(actor, meeting, at),
    )


def may_draft_minutes(actor: User, meeting: Meeting, at: datetime) -> Verdict:
    """The chair and the secretariat, once the meeting was held; there is one text of minutes."""
    held = meeting.state is MeetingState.HELD
    return first_refusal(
        may_lead(actor, meeting.group, at),
        ALLOWED if held else not_now("meeting_not_held"),
        not_now("minutes_exist") if meeting.minutes else ALLOWED,
    )


def may_read_minutes(actor: User, minutes: Minutes, at: datetime) -> Verdict:
    """Whoever reads the group, once they were circulated; before, they are a working paper of those who write them."""
    if minutes.state is not MinutesState.DRAFT or may_lead(actor, minutes.meeting.group, at):
        return ALLOWED
    return not_now("minutes_in_work")


def may_edit_minutes(actor: User, minutes: Minutes, at: datetime) -> Verdict:
    """The chair and the secretariat, until they are final (M6)."""
    return first_refusal(may_lead(actor, minutes.meeting.group, at), _not_final(minutes))


def may_circulate(
    actor: User, minutes: Minutes, open_rounds: Sequence[str], attendance: bool, at: datetime
) -> Verdict:
    """A draft with its attendance, whose references say what they will always say: no round of them is open (M7)."""
    draft = minutes.state is MinutesState.DRAFT
    return first_refusal(
        may_edit_minutes(actor, minutes, at),
        ALLOWED if draft else not_now("minutes_are_circulated"),
        ALLOWED if attendance else not_now("attendance_not_in_minutes"),
        not_now("rounds_are_open", names=", ".join(open_rounds)) if open_rounds else ALLOWED,
    )


def confirming_cities(meeting: Meeting, at: datetime) -> list[City]:
    """The cities that must confirm (M5): members in the group on the day of the meeting that still are, present or not.

    What was decided binds a city that was absent as well. A city that joined later confirms nothing that it did not
    take part in; one that has left is no longer waited for.
    """
    still = {city.id for city in meeting.group.voting_cities_at(at)}
    return [city for city in meeting.group.voting_cities_at(meeting.starts_at) if city.id in still]


def may_confirm(actor: User, minutes: Minutes, confirmed: Collection[int], at: datetime) -> Verdict:
    """The representative and deputies of a city that must confirm, while the version is circulated (M5)."""
    circulated = minutes.state in (MinutesState.CIRCULATED, MinutesState.CONFIRMED)
    return first_refusal(
        _speaks_for_city(actor, minutes.meeting, at),
        _not_final(minutes),
        ALLOWED if circulated else not_now("minutes_in_work"),
        not_now("city_has_confirmed") if actor.city_id in confirmed else ALLOWED,
    )


def may_finalise(
    actor: User, minutes: Minutes, missing: Sequence[City], unanswered: int, at: datetime
) -> Verdict:
    """The secretariat, when every city that must has confirmed the present version and each remark is answered (M5)."""
    return first_refusal(
        ALLOWED if is_secretariat(actor) else not_this_person("secretariat_only"),
        _not_final(minutes),
        not_now("minutes_not_circulated") if minutes.state is MinutesState.DRAFT else ALLOWED,
        not_now("cities_have_not_confirmed", count=len(missing)) if missing else ALLOWED,
        not_now("remarks_are_open", count=unanswered) if unanswered else ALLOWED,
    )


def may_correct(actor: User, minutes: Minutes, at: datetime) -> Verdict:
    """The chair and the secretariat append to final minutes; before, they edit them (M6)."""
    final = minutes.state is MinutesState.FINAL
    return first_refusal(
        may_lead(actor, minutes.meeting.group, at), ALLOWED if final else not_now("minutes_not_final")
    )


def may_confirm_correction(
    actor: User, minutes: Minutes, correction: MinutesCorrection, at: datetime
) -> Verdict:
    """The same people as for the minutes, once a city (M6)."""
    confirmed = {confirmation.city_id for confirmation in correction.confirmations}
    return first_refusal(
        _speaks_for_city(actor, minutes.meeting, at),
        not_now("city_has_confirmed") if actor.city_id in confirmed else ALLOWED,
    )


def _speaks_for_city(actor: User, meeting: Meeting, at: datetime) -> Verdict:
    voices = (RoleKind.REPRESENTATIVE, RoleKind.DEPUTY)
    if not any(has_role(actor, meeting.group, kind, at) for kind in voices):
        return not_this_person("representatives_confirm_minutes")
    must = {city.id for city in confirming_cities(meeting, at)}
    return ALLOWED if actor.city_id in must else not_this_person("city_need_not_confirm")


def _written_has_ended(meeting: Meeting, at: datetime) -> Verdict:
    """A written resolution is held when it was sent and its time is over."""
    if not meeting.written:
        return ALLOWED
    if not meeting.was_sent:
        return not_now("written_not_sent")
    return not_now("written_is_open", until=meeting.ends_at) if at < meeting.ends_at else ALLOWED


def _unchanged(meeting: Meeting, seen: int | None) -> Verdict:
    return ALLOWED if seen is None or seen == meeting.serial else not_now("meeting_changed_meanwhile")


def _still_open(meeting: Meeting) -> Verdict:
    if meeting.state is MeetingState.CANCELLED:
        return not_now("meeting_was_cancelled")
    return _not_final(meeting.minutes) if meeting.minutes else ALLOWED


def _not_final(minutes: Minutes) -> Verdict:
    return not_now("minutes_are_final") if minutes.state is MinutesState.FINAL else ALLOWED
