"""Savings: what a city realised, and the rates of postage. Estimating stands with the proposals."""

from app.actions.savings.rates import add_rate
from app.actions.savings.realising import record_saving

__all__ = ["add_rate", "record_saving"]
