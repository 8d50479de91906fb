"""The pages of the area savings."""

from app.web.savings import blueprint, estimate_views, rates_views, realised_views, register_views

__all__ = ["blueprint", "estimate_views", "rates_views", "realised_views", "register_views"]
