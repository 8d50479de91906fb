"""Who may import, and when: the secretariat, what has no fault."""

from app.models import Import, User
from app.policies.standing import is_secretariat
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person


def may_import(actor: User) -> Verdict:
    """The secretariat, which raises differences in every group and states practices on the cities' word."""
    return ALLOWED if is_secretariat(actor) else not_this_person("secretariat_only")


def may_confirm_import(actor: User, found: Import) -> Verdict:
    """The secretariat, once everything in the file can be read (A7)."""
    faults = not_now("import_has_faults", count=found.fault_count)
    return first_refusal(may_import(actor), faults if found.fault_count else ALLOWED)
