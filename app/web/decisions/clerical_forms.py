"""The forms of clerical corrections."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.domain.clerical import MAX_PASSAGE
from app.i18n import lazy_pgettext as _p
from app.web.kit.forms import ActForm, Form, TextField


class CorrectionForm(ActForm):
    """A passage as it stands, what it should read, and why."""

    old = TextField(_p("correction", "The passage as it stands"), [DataRequired(), Length(max=MAX_PASSAGE)])
    new = TextField(_p("correction", "What it should read"), [DataRequired(), Length(max=MAX_PASSAGE)])
    reason = TextAreaField(_p("correction", "Reason"), [DataRequired()])


class ObjectionForm(Form):
    """Why a city does not want a correction."""

    reason = TextAreaField(_p("correction", "Reason of the objection"), [DataRequired()])
