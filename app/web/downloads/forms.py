"""The forms that order files."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice, enum_coerce
from wtforms.validators import InputRequired, Optional

from app.domain.downloads import FORMATS, FileFormat, OrderKind
from app.domain.meetings import MinutesLayout
from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.models import Group
from app.web.kit.forms import ActForm, DayField
from app.wording import label


def _formats(kind: OrderKind) -> list[SelectChoice]:
    return [SelectChoice(file_format.value, label(file_format)) for file_format in FORMATS[kind]]


class MinutesForm(ActForm):
    """Which minutes, and in which format; nothing chosen is all that the person may read."""

    group = SelectField(_l("Working group"))
    since = DayField(_p("download", "Meetings from"), [Optional()])
    until = DayField(_p("download", "Meetings until"), [Optional()])
    layout = RadioField(
        _p("minutes", "Layout"),
        [InputRequired()],
        choices=lambda: [SelectChoice(layout.value, label(layout)) for layout in MinutesLayout],
        coerce=enum_coerce(MinutesLayout),
        default=MinutesLayout.SUMMARY,
    )
    format = RadioField(
        _p("download", "Format"),
        [InputRequired()],
        choices=lambda: _formats(OrderKind.MINUTES),
        coerce=enum_coerce(FileFormat),
        default=FileFormat.WORD,
    )

    def offer(self, groups: Iterable[Group]) -> None:
        """Let one of the groups be chosen, or all."""
        self.group.choices = [
            SelectChoice("", _("All working groups")),
            *(SelectChoice(group.code, f"{group.code} {group.name(current_locale())}") for group in groups),
        ]

    def wanted(self) -> dict[str, Any]:
        """What was chosen, for the action."""
        return {
            "group": self.group.data,
            "since": self.since.data,
            "until": self.until.data,
            "layout": self.layout.data,
            "file_format": self.format.data,
        }


class EditionForm(ActForm):
    """The format of a whole edition."""

    format = RadioField(
        _p("download", "Format"),
        [InputRequired()],
        choices=lambda: _formats(OrderKind.EDITION),
        coerce=enum_coerce(FileFormat),
        default=FileFormat.PDF,
    )
