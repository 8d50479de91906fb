"""The forms of absences: who is away, who acts meanwhile, what is read afterwards."""

from typing import Any

from wtforms import FieldList, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.actions.signoff.absences import MAX_REASON
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.i18n import pgettext
from app.queries.signoff.absences import AbsenceChoices
from app.web.kit.forms import ActForm, DayField, TextField

MOST_DEPUTIES = 3
MAX_REMARK = 2000


def _person_id(value: Any) -> int:
    return int(value) if str(value or "").isdigit() else 0


class AbsenceForm(ActForm):
    """An absence from a post, with up to three deputies in order."""

    holding_id = SelectField(_l("Who is away, from which post"), [InputRequired()], coerce=_person_id)
    since = DayField(_l("First day"), [InputRequired()])
    last_day = DayField(
        _p("span", "Last day"), [InputRequired()], description=_l("The day itself still counts.")
    )
    reason = TextField(
        _l("Reason"),
        [DataRequired(), Length(max=MAX_REASON)],
        description=_l("Only your city and the secretariat can read it. Example: 出張"),
    )
    deputies = FieldList(
        SelectField(validators=[Optional()], coerce=_person_id),
        min_entries=MOST_DEPUTIES,
        max_entries=MOST_DEPUTIES,
    )

    def offer(self, choices: AbsenceChoices) -> None:
        """Let the person choose among those who hold a post of the city, and among its people."""
        self.holding_id.choices = [
            SelectChoice(h.id, f"{h.post.name} {h.user.printed}") for h in choices.holdings
        ]
        people = [SelectChoice(person.id, person.printed) for person in choices.people]
        for rank, entry in enumerate(self.deputies, 1):
            entry.label.text = _("Deputy %(rank)s", rank=rank)
            entry.choices = [SelectChoice(0, pgettext("deputies", "Not named")), *people]

    def registered(self) -> dict[str, Any]:
        """The fields as the act takes them; places left empty are no deputies."""
        return {
            "holding_id": self.holding_id.data,
            "since": self.since.data,
            "last_day": self.last_day.data,
            "reason": self.reason.data or "",
            "deputy_ids": [user_id for user_id in self.deputies.data if user_id],
        }


class ConfirmForm(ActForm):
    """A button that says yes."""


class ReadingForm(ActForm):
    """Having read what was done in one's absence, with a remark where one is due."""

    remark = TextAreaField(_l("Remark"), [Length(max=MAX_REMARK)])
