"""The pages of the area joining."""

from app.web.joining import blueprint, chapter_views, overview_views, report_views

__all__ = ["blueprint", "chapter_views", "overview_views", "report_views"]
