"""The forms of sign-off: a signature, escalating, a city's own reference number."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import IntegerField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_coerce
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.actions.signoff.references import MAX_REFERENCE
from app.domain.signoff import BoardResult, Meaning
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.models import Absence, SignoffHolder
from app.web.kit.forms import ActForm, DayField, Form, TextField
from app.wording import label

MAX_REASON = 4000
MEANING_HINTS = {
    Meaning.APPROVE: _l("Your city stands by this very text."),
    Meaning.SEND_BACK: _l(
        "The group answers your reason. With the same text it comes back to you;"
        " with another one every city begins anew."
    ),
    Meaning.REFUSE: _l("The matter goes back to the group as unsettled. What other cities signed stays."),
    Meaning.DROP: _l(
        "Your city would have the matter dropped. It is dropped only if the managers of every city say so;"
        " if one approves it goes back to the group as unsettled."
    ),
}


class SignForm(ActForm):
    """A signature, on the text whose hash the page showed. The password never comes back in a page.

    What the person can choose is only offered here; whether it may be said is for the action to judge, which also knows
    a form that was sent twice.
    """

    text_hash = StringField(validators=[InputRequired()], widget=HiddenInput())
    post_id = SelectField(_l("Sign as"), coerce=int, validate_choice=False)
    meaning = RadioField(
        _p("sign-off", "Decision"), [InputRequired()], coerce=enum_coerce(Meaning), validate_choice=False
    )
    reason = TextAreaField(_l("Reason"), [Length(max=MAX_REASON)])
    password = PasswordField(_l("Your password again"), [DataRequired()])

    def offer(
        self, posts: Iterable[SignoffHolder], meanings: Iterable[Meaning], absences: Mapping[int, Absence]
    ) -> None:
        """Let the person choose among the posts held or stood in for, and what can be said."""
        self.post_id.choices = [
            SelectChoice(
                holder.post_id,
                _("%(post)s (as deputy)", post=holder.post_name)
                if holder.post_id in absences
                else holder.post_name,
            )
            for holder in posts
        ]
        self.meaning.choices = [SelectChoice(meaning, label(meaning)) for meaning in meanings]


class EscalateForm(ActForm):
    """Taking a matter to the managers, from a page that showed the difference at `seen`."""

    seen = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=MAX_REASON)])


class BoardForm(ActForm):
    """What the board said on a signed matter."""

    result = RadioField(_p("sign-off", "Decision"), [InputRequired()], coerce=enum_coerce(BoardResult))
    met_on = DayField(_l("Day of the board's meeting"), [InputRequired()])
    evidence = TextField(
        _l("Evidence"),
        [DataRequired(), Length(max=200)],
        description=_l("Example: 令和8年度第2回役員会 議事録 第4項"),
    )
    reason = TextAreaField(_l("Reason"), [Length(max=MAX_REASON)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result.choices = [SelectChoice(result, label(result)) for result in BoardResult]

    def finding(self) -> dict[str, Any]:
        """The fields as the act takes them."""
        return {
            "result": self.result.data,
            "met_on": self.met_on.data,
            "evidence": self.evidence.data or "",
            "reason": self.reason.data or "",
        }


class LayForm(Form):
    """Giving a city its route after all."""


class ReferenceForm(Form):
    """A city's own number and date of the paper decision."""

    number = TextField(_l("Number of the paper decision"), [Length(max=MAX_REFERENCE)])
    on = DayField(_l("Its date"), [Optional()])
