"""The forms of differences: raising, the survey, a city's practice, and the acts on a difference."""

from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import enum_choices, enum_coerce
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.actions.differences.texts import MAX_LINE, MAX_TITLE
from app.domain.differences import DifferenceKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.web.kit.files import FilesField
from app.web.kit.forms import ActForm, DayField, Form, NumberField, TextField
from app.wording import label

MOST_CASES = 2_000_000_000


class SeenForm(Form):
    """An act from a page that showed the difference at `seen` (L2)."""

    seen = IntegerField(validators=[Optional()], widget=HiddenInput())


class RaiseForm(ActForm):
    """A new difference."""

    title = TextField(
        _p("difference", "Title"),
        [DataRequired(), Length(max=MAX_TITLE)],
        description=_l("What the cities do differently, in one line."),
    )
    kind = RadioField(
        _p("difference", "Kind"),
        [InputRequired()],
        choices=lambda: enum_choices(DifferenceKind, label=label),
        coerce=enum_coerce(DifferenceKind),
    )
    why = TextAreaField(
        _l("Why it matters"),
        [DataRequired()],
        description=_l("What goes wrong, costs more or treats residents unequally while the cities differ."),
    )
    standards = SelectMultipleField(
        _l("Business of the national standard"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ChangeForm(RaiseForm):
    """What a difference says about itself, corrected."""

    seen = IntegerField(validators=[Optional()], widget=HiddenInput())


class OpenSurveyForm(SeenForm):
    """Asking the cities, until the end of a day."""

    due_on = DayField(
        _l("Answers until"),
        [Optional()],
        description=_l(
            "The survey runs until the end of this day. Leave it empty for the council's usual time."
        ),
    )


class CloseSurveyForm(SeenForm):
    """Closing the survey; the reason is due where a city has not answered."""

    reason = TextAreaField(_l("Reason to go on without the missing answers"))


class PracticeForm(ActForm):
    """A city's current practice; base is the revision that the form was opened with."""

    base = IntegerField(validators=[Optional()], widget=HiddenInput())
    body = TextAreaField(_l("Current practice"), [DataRequired()])
    source = TextField(
        _l("Source"),
        [Length(max=MAX_LINE)],
        description=_l("Where it is written: a manual, a guide, a page of the city's site, who was asked."),
    )
    legal_basis = TextField(
        _l("Legal basis"),
        [Length(max=MAX_LINE)],
        description=_l("Law, ordinance, rule or guideline with its article."),
    )
    yearly_volume = NumberField(_l("Cases a year"), [Optional(), NumberRange(min=0, max=MOST_CASES)])
    files = FilesField(_l("Files"))

    def entered_for_city(self) -> dict[str, Any]:
        """What only the secretariat says; a city's own people state facts about their city."""
        return {}


class InstructedPracticeForm(PracticeForm):
    """A practice that the secretariat enters for a city."""

    instruction = TextField(
        _l("Instruction of the city"),
        [DataRequired(), Length(max=MAX_LINE)],
        description=_l("Who of the city asked for this entry, when and how. Both names are shown."),
    )
    is_example = BooleanField(
        _l("This is an example"),
        description=_l("It is shown as an example everywhere, never as a fact about the city."),
    )

    def entered_for_city(self) -> dict[str, Any]:
        """On whose word it is entered, and whether it is an example only."""
        return {"instruction": self.instruction.data, "is_example": self.is_example.data}


class ReasonForm(SeenForm):
    """An act that needs its reason."""

    reason = TextAreaField(_l("Reason"), [DataRequired()])


class NoteForm(SeenForm):
    """An act that may say why."""

    reason = TextAreaField(_l("Note (optional)"))


class HoldForm(ReasonForm):
    """Putting on hold, to be looked at again on a day."""

    review_on = DayField(_l("Look at it again on"), [DataRequired()])


class MergeForm(SeenForm):
    """Merging into another difference, by its number."""

    into = TextField(
        _l("Number of the difference that goes on"),
        [DataRequired()],
        description=_l("For example EDU-02-001"),
    )
    reason = TextAreaField(_l("Reason"), [DataRequired()])


class ReopenForm(ReasonForm):
    """Reopening; a city may have asked for it."""

    asked_by = SelectField(
        _l("Asked for by"), [Optional()], coerce=lambda value: int(value) if value else None
    )
