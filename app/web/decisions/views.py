"""The pages of the area decisions."""

from app.web.decisions import blueprint, register_views, show_views

__all__ = ["blueprint", "register_views", "show_views"]
