"""Who may do what with a ballot, and when (RULES 3): the person first (403), then the time (409)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.ballot_rules import Condition, all_met
from app.domain.positions import PositionKind
from app.domain.roles import RoleKind, UserKind
from app.domain.rounds import ActingAs, RoundState
from app.domain.tally import Result
from app.domain.workflow import Act
from app.models import City, Difference, Position, Round, RoundCity, User
from app.policies.standing import chairs, city_role_in, is_secretariat, may_lead
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person
from app.policies.workflow import stage_allows

_INSTANT = timedelta(microseconds=1)


def may_open(actor: User, difference: Difference, at: datetime) -> Verdict:
    """The chair and the secretariat, from the discussion; the readiness list is asked by the act (L4)."""
    return first_refusal(
        may_lead(actor, difference.group, at),
        may_imagine(difference, at),
    )


def may_imagine(difference: Difference, at: datetime) -> Verdict:
    """Whether the next round of a difference can be tried out: it is discussed, and somebody would vote."""
    return first_refusal(
        stage_allows(difference, Act.OPEN_BALLOT),
        ALLOWED if difference.group.voting_cities_at(at) else not_now("no_city_votes"),
    )


def takes_positions(round: Round, at: datetime) -> Verdict:
    """Whether the round still takes positions at an instant taken after its lock (B24, B25, B42)."""
    match round.state_at(at):
        case RoundState.CANCELLED:
            return not_now("round_is_cancelled")
        case RoundState.CLOSED:
            return not_now("round_is_closed")
    return ALLOWED


def may_cast(actor: User, round: Round, at: datetime) -> Verdict:
    """A city's representative or deputy, for the own city, while the round is open (B3, B5, B6, B10, B11, B24)."""
    return first_refusal(
        _speaks_for_city(actor, round, at),
        takes_positions(round, at),
        _not_after_representative(actor, round, at),
    )


def may_withdraw_position(actor: User, round: Round, at: datetime) -> Verdict:
    """Whoever may replace the city's position may take it back before closing (B21)."""
    taken = round.position_of(actor.city_id)
    return first_refusal(may_cast(actor, round, at), ALLOWED if taken else not_now("no_position_taken"))


def may_record_instruction(actor: User, round: Round, city_id: int, at: datetime) -> Verdict:
    """The secretariat on a city's documented instruction, never over what the city itself recorded (B14).

    Not in a sealed round: nobody outside the city learns of its position before the end (B40).
    """
    if not is_secretariat(actor):
        return not_this_person("own_city_only")
    if round.sealed:
        return not_this_person("sealed_takes_no_instruction")
    entry = round.member(city_id)
    if entry is None:
        return not_now("city_not_in_electorate")
    return first_refusal(
        takes_positions(round, at),
        not_now("city_has_left") if has_left(round, entry, at) else ALLOWED,
        _not_recorded_by_city(round.position_of(city_id)),
    )


def may_withdraw_instructed(actor: User, round: Round, city_id: int, at: datetime) -> Verdict:
    """The secretariat takes back what it recorded itself on a city's instruction (B14)."""
    taken = round.position_of(city_id)
    return first_refusal(
        may_record_instruction(actor, round, city_id, at), ALLOWED if taken else not_now("no_position_taken")
    )


def acting_as(actor: User, round: Round, at: datetime) -> ActingAs:
    """The capacity in which an allowed person acts on a position."""
    if is_secretariat(actor):
        return ActingAs.INSTRUCTED
    role = city_role_in(actor, round.difference.group, at)
    is_deputy = role is not None and role.kind is RoleKind.DEPUTY
    return ActingAs.DEPUTY if is_deputy else ActingAs.REPRESENTATIVE


def may_give_casting_vote(actor: User, round: Round, at: datetime) -> Verdict:
    """The chair alone, while the round is open, under a rule that names a casting vote (B32, B37)."""
    return first_refusal(
        ALLOWED if chairs(actor, round.difference.group, at) else not_this_person("chair_only"),
        ALLOWED if round.rule.casting_vote else not_now("rule_knows_no_casting_vote"),
        takes_positions(round, at),
    )


def may_extend(actor: User, round: Round, at: datetime) -> Verdict:
    """The chair and the secretariat, while the round is open (B30)."""
    return first_refusal(may_lead(actor, round.difference.group, at), takes_positions(round, at))


def may_cancel(actor: User, round: Round, at: datetime) -> Verdict:
    """The chair and the secretariat while it is open (B44); past its end only to settle a departure (B4)."""
    return first_refusal(
        may_lead(actor, round.difference.group, at),
        ALLOWED if unsettled_departures(round, at) and is_secretariat(actor) else takes_positions(round, at),
    )


def may_close_early(actor: User, round: Round, conditions: Sequence[Condition], at: datetime) -> Verdict:
    """The chair and the secretariat, if the frozen rule allows it and its conditions are met (B31)."""
    return first_refusal(
        may_lead(actor, round.difference.group, at),
        takes_positions(round, at),
        ALLOWED if all_met(conditions) else not_now("early_closing_not_met"),
    )


def may_be_closed(round: Round, at: datetime) -> Verdict:
    """Whether nothing keeps the round from being closed: it is open, and no departure waits (B4, B26)."""
    return first_refusal(
        ALLOWED if round.state is RoundState.OPEN else not_now("round_is_closed"),
        not_now("departure_not_settled") if unsettled_departures(round, at) else ALLOWED,
    )


def may_settle_departure(actor: User, round: Round, city_id: int, at: datetime) -> Verdict:
    """The secretariat, about a city that left while the round was open, once (B4)."""
    if not is_secretariat(actor):
        return not_this_person("secretariat_only")
    waiting = {entry.city_id for entry in unsettled_departures(round, at)}
    return first_refusal(
        ALLOWED if round.state is RoundState.OPEN else not_now("round_is_closed"),
        ALLOWED if city_id in waiting else not_now("no_departure_to_settle"),
    )


def may_record_disposition(actor: User, round: Round, city_id: int, disposed: bool, at: datetime) -> Verdict:
    """The chair and the secretariat, once for each approval with comments of a carried round (B22)."""
    taken = round.position_of(city_id)
    commented = taken is not None and taken.kind is PositionKind.APPROVE_WITH_COMMENTS
    return first_refusal(
        may_lead(actor, round.difference.group, at),
        ALLOWED if round.result is Result.CARRIED else not_now("round_not_carried"),
        ALLOWED if commented else not_now("no_comment_to_answer"),
        not_now("disposition_is_recorded") if disposed else ALLOWED,
    )


def may_annotate(actor: User, round: Round, at: datetime) -> Verdict:
    """Who leads the group, and the voices of the cities that voted, beside a round that has ended (B42)."""
    voice = city_role_in(actor, round.difference.group, at)
    speaks = voice is not None and voice.kind is not RoleKind.MEMBER and round.member(actor.city_id)
    return first_refusal(
        ALLOWED
        if may_lead(actor, round.difference.group, at) or speaks
        else not_this_person("no_part_in_round"),
        not_now("round_still_open") if round.state is RoundState.OPEN else ALLOWED,
    )


def has_left(round: Round, entry: RoundCity, at: datetime) -> bool:
    """Whether a city of the electorate stopped taking part as a member while the round was open (B4)."""
    last = min(at, round.closes_at - _INSTANT)
    return entry.city_id not in {city.id for city in round.difference.group.voting_cities_at(last)}


def unsettled_departures(round: Round, at: datetime) -> list[RoundCity]:
    """The cities that left during an open round and about which nothing is recorded yet (B4)."""
    if round.state is not RoundState.OPEN:
        return []
    return [entry for entry in round.electorate if entry.departure is None and has_left(round, entry, at)]


def sees_positions(viewer: User, round: Round, city: City, at: datetime) -> bool:
    """Whether a reader sees what a city did: always, except in a sealed round before it closed (B40)."""
    return not round.sealed or round.state_at(at) is RoundState.CLOSED or viewer.city_id == city.id


def _speaks_for_city(actor: User, round: Round, at: datetime) -> Verdict:
    if actor.kind is not UserKind.CITY or actor.administrator:
        return not_this_person("no_position_of_own")
    role = city_role_in(actor, round.difference.group, at)
    if not actor.active or role is None or role.kind is RoleKind.MEMBER:
        return not_this_person("representative_or_deputy_only")
    entry = round.member(actor.city_id)
    if entry is None:
        return not_this_person("city_not_in_electorate")
    return not_this_person("city_has_left") if has_left(round, entry, at) else ALLOWED


def _not_after_representative(actor: User, round: Round, at: datetime) -> Verdict:
    taken = round.position_of(actor.city_id)
    by_representative = taken is not None and taken.acting_as is ActingAs.REPRESENTATIVE
    if by_representative and acting_as(actor, round, at) is ActingAs.DEPUTY:
        return not_now("representative_has_acted")
    return ALLOWED


def _not_recorded_by_city(taken: Position | None) -> Verdict:
    if taken is None or taken.acting_as is ActingAs.INSTRUCTED:
        return ALLOWED
    return not_now("city_recorded_itself")
