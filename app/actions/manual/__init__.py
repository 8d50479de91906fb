"""Writing and publishing the manual."""

from app.actions.manual.cutting import cut_edition
from app.actions.manual.domains import (
    move_chapter,
    move_domain,
    move_to_domain,
    remove_domain,
    rename_domain,
)
from app.actions.manual.introductions import save_introduction
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
    "move_chapter",
    "move_domain",
    "move_entry",
    "move_section",
    "move_to_domain",
    "place_difference",
    "remove_domain",
    "remove_section",
    "remove_text",
    "rename_domain",
    "rename_section",
    "save_introduction",
    "save_text",
]
