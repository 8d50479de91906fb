"""The pages of the area decisions."""

from app.web.decisions import blueprint, exceptions_views, register_views, show_views

__all__ = ["blueprint", "exceptions_views", "register_views", "show_views"]
