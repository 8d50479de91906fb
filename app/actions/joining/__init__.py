"""Joining: the tasks of a city that joins, its answers, and what they set going."""

from app.actions.joining.answering import GivenAnswer, answer_decisions
from app.actions.joining.confirming import confirm_answers
from app.actions.joining.leaving import settle_end, settle_ended_memberships
from app.actions.joining.reminding import remind_city
from app.actions.joining.starting import begin_tasks, keep_up_joinings, plan_joining, start_joining

__all__ = [
    "GivenAnswer",
    "answer_decisions",
    "begin_tasks",
    "confirm_answers",
    "keep_up_joinings",
    "plan_joining",
    "remind_city",
    "settle_end",
    "settle_ended_memberships",
    "start_joining",
]
