"""Writing and publishing the manual."""

from app.actions.manual.cutting import cut_edition

__all__ = ["cut_edition"]
