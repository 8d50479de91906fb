"""The forms of the console: one-click acts, and what a city takes home on the spot."""

from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.web.kit.forms import ActForm, DayField, Form, TextField

MAX_TASK = 300


class FloorForm(Form):
    """Turning to an item of the agenda, without one to none; seen is the serial of the floor that was shown."""

    item = IntegerField(validators=[Optional()])
    seen = IntegerField(validators=[InputRequired()])


class PresenceForm(Form):
    """Whether a person is there."""

    HERE, AWAY = "here", "away"
    person = IntegerField(validators=[InputRequired()])
    present = RadioField(choices=[HERE, AWAY], validators=[InputRequired()])


class TakenHomeForm(ActForm):
    """What a city takes home from an item; the view gives the cities."""

    city = SelectField(_p("ballot", "City"), [InputRequired()], coerce=int)
    task = TextField(_l("What is to be done"), [DataRequired(), Length(max=MAX_TASK)])
    due_on = DayField(_l("Due"), [DataRequired()])
