"""The form of a redaction."""

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import enum_choices, enum_coerce
from wtforms.validators import DataRequired, InputRequired

from app.domain.redaction import RedactionGround
from app.i18n import lazy_pgettext as _p
from app.web.kit.forms import Form
from app.wording import label


class RedactionForm(Form):
    """On which ground a text is hidden, and why."""

    ground = RadioField(
        _p("redaction", "Ground"),
        [InputRequired()],
        choices=lambda: enum_choices(RedactionGround, label=label),
        coerce=enum_coerce(RedactionGround),
    )
    reason = TextAreaField(_p("redaction", "Explanation"), [DataRequired()])
