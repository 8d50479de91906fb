"""The views of the area audit."""

from app.web.audit import blueprint, log_views, redacting_views

__all__ = ["blueprint", "log_views", "redacting_views"]
