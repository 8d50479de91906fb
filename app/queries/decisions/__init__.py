"""Decisions: the register, one decision with all that was known, and the chain in which one supersedes another."""

from app.queries.decisions.chain import (
    decision_in_force,
    forces_of,
    latest_decision,
    others_considered,
)

__all__ = ["decision_in_force", "forces_of", "latest_decision", "others_considered"]
