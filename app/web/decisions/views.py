"""The pages of the area decisions."""

from app.web.decisions import (
    blueprint,
    clerical_views,
    exceptions_views,
    open_views,
    register_views,
    show_views,
)

__all__ = [
    "blueprint",
    "clerical_views",
    "exceptions_views",
    "open_views",
    "register_views",
    "show_views",
]
