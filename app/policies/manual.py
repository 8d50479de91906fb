"""Who writes and publishes the manual, and when the coming edition is fit to be published."""

from collections.abc import Sequence
from datetime import date, datetime

from app.domain.roles import UserKind
from app.models import Group, User
from app.policies.standing import is_secretariat, reads
from app.policies.verdicts import ALLOWED, Verdict, not_now, not_this_person


def may_write_manual(actor: User) -> Verdict:
    """The secretariat cuts editions, orders the chapters and writes what stands between the decisions."""
    return ALLOWED if is_secretariat(actor) else not_this_person("secretariat_only")


def reads_whole_manual(actor: User) -> bool:
    """Whether a person reads every chapter; partners read those of their groups (RULES 1)."""
    return actor.kind is not UserKind.PARTNER


def may_confirm_reading(actor: User, group: Group, at: datetime) -> Verdict:
    """Whoever reads the chapter of a group may say so."""
    return ALLOWED if reads(actor, group, at) else not_this_person("group_people_only")


def may_see_readers(actor: User, at: datetime) -> Verdict:
    """The secretariat sees who has read an edition in every city, a manager in the own one."""
    sees = is_secretariat(actor) or bool(actor.posts_at(at))
    return ALLOWED if sees else not_this_person("readers_for_managers_and_secretariat")


def may_remove_section(entries: int) -> Verdict:
    """A section goes only when nothing stands in it any more."""
    return not_now("section_holds_entries", count=entries) if entries else ALLOWED


def may_remove_domain(groups: int, decisions: int, routes: int) -> Verdict:
    """A domain goes only when no group belongs to it, no decision bears its number (D1) and no route is for it."""
    if groups:
        return not_now("domain_holds_groups", count=groups)
    if decisions:
        return not_now("domain_numbers_decisions", count=decisions)
    return not_now("domain_has_routes", count=routes) if routes else ALLOWED


def unchanged_contents(hash_now: str, seen: str | None) -> Verdict:
    """Whether the coming edition still is what the form showed; None is an act without a form (L2)."""
    return ALLOWED if seen is None or seen == hash_now else not_now("stale")


def fit_to_publish(faults: Sequence[str], *, empty: bool, anything_new: bool) -> Verdict:
    """Every normative text rests on a decision of the edition, else it fails by name (M2); something is new."""
    if faults:
        return not_now("manual_has_faults", names=" / ".join(faults))
    if empty:
        return not_now("manual_is_empty")
    return ALLOWED if anything_new else not_now("nothing_new_to_publish")


def day_of_edition(day: date, today: date, last_edition: date | None, last_decision: date | None) -> str:
    """Why an edition cannot bear a day, as a code, or nothing: it holds what is in force at its date (M1)."""
    if day > today:
        return "not_in_the_future"
    if last_edition is not None and day < last_edition:
        return "before_last_edition"
    if last_decision is not None and day < last_decision:
        return "before_last_decision"
    return ""
