"""The pages of the area signoff."""

from app.web.signoff import (
    absences_views,
    away_views,
    blueprint,
    board_views,
    escalating_views,
    list_views,
    pack_views,
    show_views,
)

__all__ = [
    "absences_views",
    "away_views",
    "blueprint",
    "board_views",
    "escalating_views",
    "list_views",
    "pack_views",
    "show_views",
]
