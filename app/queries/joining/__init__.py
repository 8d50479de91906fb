"""Joining: what a city still has to say to the decisions in force, how far it is, and what it said."""

from app.queries.joining.one import (
    anything_open,
    joining_of,
    joining_seen,
    lock_joining,
    open_tasks,
    open_tasks_of_group,
    tasks_of_ids,
    voices_asked,
)
from app.queries.joining.owed import (
    any_decision,
    any_joining_due,
    decisions_owed,
    due_joining_ids,
    superseded_tasks,
)

__all__ = [
    "any_decision",
    "any_joining_due",
    "anything_open",
    "decisions_owed",
    "due_joining_ids",
    "joining_of",
    "joining_seen",
    "lock_joining",
    "open_tasks",
    "open_tasks_of_group",
    "superseded_tasks",
    "tasks_of_ids",
    "voices_asked",
]
