"""The council as a whole: founded once, its settings kept by the secretariat."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from app.actions.events import record
from app.clock import now
from app.domain.accounts import fold_email, is_email
from app.domain.ballot_rules import WITH_CASTING_VOTE, WITH_QUORUM
from app.domain.events import GENESIS, EventKind
from app.domain.roles import UserKind
from app.domain.tally import RuleKind
from app.extensions import db
from app.models import Council, User
from app.policies.council import may_found
from app.policies.standing import may_administer
from app.policies.verdicts import Invalid, ensure
from app.queries.council import is_founded, lock_council

NAMES = ("name_ja", "name_en", "short_name_ja", "short_name_en", "secretariat_ja", "secretariat_en")
POSITIVE = ("survey_days", "ballot_working_days", "waiting_days")
NOT_NEGATIVE = (
    "grace_minutes",
    "min_ballot_working_days",
    "min_discussion_days",
    "objection_days",
    "written_working_days",
    "reminder_days",
    "cost_limit_yen",
)
MOST_DAYS = 366


def found_council(settings: Mapping[str, Any], *, email: str, organisation: str, post: str) -> User:
    """Set up the council of an empty installation with its first administrator, of the secretariat."""
    ensure(may_found(founded=is_founded()))
    email = fold_email(email)
    if not is_email(email):
        raise Invalid("email", "email_malformed")
    _check({**dict.fromkeys(POSITIVE, 1), **dict.fromkeys(NOT_NEGATIVE, 0), **settings})
    council = Council(**settings, chain_head=GENESIS, chain_length=0, changed_at=now())
    first = User(
        email=email,
        kind=UserKind.SECRETARIAT,
        organisation=organisation,
        section="",
        post=post,
        name="",
        administrator=True,
        created_at=now(),
        roles=[],
        holdings=[],
    )
    db.session.add_all([council, first])
    db.session.flush()
    record(EventKind.COUNCIL_CHANGED, actor=None, subject=council, after=_plain(council.settings()))
    record(
        EventKind.PERSON_ADDED,
        actor=None,
        subject=first,
        after={"person": first.printed, "kind": first.kind.value, "administrator": True},
    )
    return first


def change_council(actor: User, changes: Mapping[str, Any]) -> Council:
    """Change settings of the council; rounds that are open keep the rule they were opened with (B2)."""
    ensure(may_administer(actor))
    council = lock_council()
    kept = council.settings()
    if unknown := changes.keys() - kept.keys():
        raise ValueError(f"no such settings: {sorted(unknown)}")
    changed = {key: value for key, value in changes.items() if value != kept[key]}
    _check({**kept, **changed})
    if not changed:
        return council
    for key, value in changed.items():
        setattr(council, key, value)
    council.changed_at = now()
    record(
        EventKind.COUNCIL_CHANGED,
        actor=actor,
        subject=council,
        before=_plain({key: kept[key] for key in changed}),
        after=_plain(changed),
    )
    return council


def _check(settings: Mapping[str, Any]) -> None:
    for name in NAMES:
        if not str(settings[name]).strip():
            raise Invalid(name, "required")
    for name in (*POSITIVE, *NOT_NEGATIVE):
        _check_number(name, settings[name])
    if not 1 <= settings.get("fiscal_year_start_month", 4) <= 12:
        raise Invalid("fiscal_year_start_month", "no_such_month")
    _check_rule(settings)


def _check_number(name: str, value: int) -> None:
    if value < (1 if name in POSITIVE else 0):
        raise Invalid(name, "at_least_one" if name in POSITIVE else "not_negative")
    if name.endswith("_days") and value > MOST_DAYS:
        raise Invalid(name, "too_many_days", most=MOST_DAYS)


def _check_rule(settings: Mapping[str, Any]) -> None:
    rule, quorum = RuleKind(settings["default_rule"]), settings.get("quorum")
    if rule in WITH_QUORUM and quorum is None:
        raise Invalid("quorum", "quorum_due")
    if quorum is not None and quorum < 1:
        raise Invalid("quorum", "at_least_one")
    if settings.get("casting_vote") and rule not in WITH_CASTING_VOTE:
        raise Invalid("casting_vote", "casting_vote_under_majority")
    if settings["min_ballot_working_days"] > settings["ballot_working_days"]:
        raise Invalid("ballot_working_days", "ballot_shorter_than_minimum")


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.value if isinstance(value, Enum) else value for key, value in values.items()}
