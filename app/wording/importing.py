"""Words of imports: the columns, and what can be wrong with a file, a sheet, a cell."""

from app.domain.importing import Column
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            Column.GROUP: _p("import", "Working group"),
            Column.TITLE: _p("import", "Title"),
            Column.KIND: _p("import", "Kind"),
            Column.WHY: _p("import", "Why it matters"),
        }
    )
    reasons(_OF_FILES)
    reasons(_OF_CELLS)


_OF_FILES = {
    "import_kind_not_taken": _l("Please choose an .xlsx, .ods or .csv file."),
    "import_unreadable": _l("The file cannot be read. Please save it once more as .xlsx and try again."),
    "import_too_large": _l("The file unpacks to more than %(limit)s MB. Please split it."),
    "import_too_many_rows": _l("A sheet has more than %(limit)s rows. Please split it."),
    "import_too_many_columns": _l("A sheet has more than %(limit)s columns."),
    "import_has_faults": _l(
        "Nothing is imported while something in the file cannot be read: %(count)s cells. Correct the file and"
        " read it again."
    ),
    "import_row_refused": _l(
        "Sheet %(sheet)s, row %(row)s no longer fits: the group or its cities have changed. Nothing was imported."
        " Please read the file again."
    ),
}
_OF_CELLS = {
    "import_no_rows": _l("There is no row to import."),
    "import_column_missing": _l("A column is missing: %(value)s"),
    "import_column_twice": _l("This column stands there twice."),
    "import_column_unknown": _l("There is no such column. A column of a city bears the name of the city."),
    "import_cell_empty": _l("This must be filled in."),
    "import_group_unknown": _l("There is no open working group with this code."),
    "import_kind_unknown": _l("There is no such kind."),
    "import_title_exists": _l("The group has a difference with this title already."),
    "import_text_too_long": _l("This text is too long."),
    "import_city_not_in_group": _l("The city does not take part in this working group."),
}
