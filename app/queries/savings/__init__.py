"""Savings: the rates of postage, those of one decision, and the register of all."""

from app.queries.savings.rates import postage_rates

__all__ = ["postage_rates"]
