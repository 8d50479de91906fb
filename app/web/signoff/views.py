"""The pages of the area signoff."""

from app.web.signoff import absences_views, away_views, blueprint, escalating_views, list_views, show_views

__all__ = ["absences_views", "away_views", "blueprint", "escalating_views", "list_views", "show_views"]
