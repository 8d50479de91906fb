"""The forms of addresses for the own calendar."""

from wtforms import SelectField

from app.i18n import lazy_gettext as _l
from app.web.kit.forms import ActForm, Form


class CalendarLinkForm(ActForm):
    """Which meetings an address opens; empty is all groups of the person."""

    group = SelectField(_l("Meetings of"))


class RevokeForm(Form):
    """A button that says yes."""
