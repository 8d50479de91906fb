"""The forms of a city's deputies: appointing one, and the end."""

from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.web.kit.forms import ActForm, CheckboxesField, DayField, Form, NumberField

MOST_RANKS = 99


class DeputyForm(ActForm):
    """A deputy for one or more of the groups in which the representative acts."""

    user_id = SelectField(
        _l("Colleague"), [InputRequired()], coerce=lambda value: int(value) if value else None
    )
    group_ids = CheckboxesField(_l("Working groups"), [DataRequired()], coerce=int)
    rank = NumberField(
        _l("Rank of the deputy"),
        [InputRequired(), NumberRange(1, MOST_RANKS)],
        description=_l("1 acts first, then 2 …"),
    )
    since = DayField(_l("First day"), [InputRequired()], description=_l("The role begins with this day."))
    last_day = DayField(
        _p("span", "Last day"),
        [Optional()],
        description=_l("Empty: until it is ended. The day itself still counts."),
    )


class DeputyEndForm(Form):
    """The end of a deputy's role."""

    last_day = DayField(
        _p("span", "Last day"), [Optional()], description=_l("Empty: at once. The day itself still counts.")
    )
