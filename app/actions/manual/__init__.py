"""Writing and publishing the manual."""

from app.actions.manual.cutting import cut_edition
from app.actions.manual.readings import confirm_reading
from app.actions.manual.sections import (
    add_section,
    move_entry,
    move_section,
    place_difference,
    remove_section,
    rename_section,
)
from app.actions.manual.texts import add_text, remove_text, save_text

__all__ = [
    "add_section",
    "add_text",
    "confirm_reading",
    "cut_edition",
    "move_entry",
    "move_section",
    "place_difference",
    "remove_section",
    "remove_text",
    "rename_section",
    "save_text",
]
