"""What a working group allows as a whole: being closed."""

from app.policies.verdicts import ALLOWED, Verdict, not_now


def may_close_group(differences_in_work: int) -> Verdict:
    """A group closes when none of its differences is in work any more."""
    return not_now("group_in_work", count=differences_in_work) if differences_in_work else ALLOWED
