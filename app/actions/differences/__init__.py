"""What people do to a difference: raise and change it, survey, hold, end, reopen."""

from app.actions.differences.ends import (
    announce_no_difference,
    find_no_difference,
    merge,
    restore,
    withdraw,
)
from app.actions.differences.pauses import hold, reopen, resume
from app.actions.differences.raising import change_difference, raise_difference
from app.actions.differences.survey import PracticeConflict, close_survey, open_survey, state_practice

__all__ = [
    "PracticeConflict",
    "announce_no_difference",
    "change_difference",
    "close_survey",
    "find_no_difference",
    "hold",
    "merge",
    "open_survey",
    "raise_difference",
    "reopen",
    "restore",
    "resume",
    "state_practice",
    "withdraw",
]
