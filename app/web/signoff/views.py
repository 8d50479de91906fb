"""The pages of the area signoff."""

from app.web.signoff import blueprint, escalating_views, list_views, show_views

__all__ = ["blueprint", "escalating_views", "list_views", "show_views"]
