"""The forms of exceptions: asking for one, answering it, ending it early."""

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.web.kit.forms import ActForm, DayField

GRANT, REFUSE = "grant", "refuse"


def _answers() -> list[SelectChoice]:
    return [SelectChoice(GRANT, _("Grant the exception")), SelectChoice(REFUSE, _("Refuse the exception"))]


class AskForm(ActForm):
    """A city's exception: the text that stands instead, why, and until when."""

    body = TextAreaField(
        _l("Text that stands in your city instead"),
        [DataRequired(), Length(max=20_000)],
        description=_l("As the manual will show it for your city. Markdown can be used."),
    )
    reason = TextAreaField(_p("exception", "Reason"), [DataRequired(), Length(max=4_000)])
    last_day = DayField(
        _l("Last day"),
        [DataRequired()],
        description=_l(
            "Every exception ends: at the end of this day the decision stands, and nobody has to act."
        ),
    )


class AnswerForm(ActForm):
    """Granting or refusing; refusing needs a reason."""

    granted = RadioField(_l("Answer"), choices=_answers, validators=[InputRequired()])
    reason = TextAreaField(
        _p("exception", "Reason"), [Length(max=4_000)], description=_l("Needed to refuse; the city reads it.")
    )


class EndForm(ActForm):
    """Ending it earlier than it was granted for."""

    last_day = DayField(_l("Last day"), [DataRequired()])
    reason = TextAreaField(_p("exception", "Reason"), [DataRequired(), Length(max=4_000)])
