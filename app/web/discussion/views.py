"""The pages of the area discussion."""

from app.web.discussion import (
    attachments_views,
    blueprint,
    caucus_views,
    comments_views,
    concerns_views,
    resolution_views,
    take_home_views,
)

__all__ = [
    "attachments_views",
    "blueprint",
    "caucus_views",
    "comments_views",
    "concerns_views",
    "resolution_views",
    "take_home_views",
]
