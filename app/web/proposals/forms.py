"""The forms of proposals: the text of a version, and the acts on a proposal."""

from typing import Any

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices, enum_coerce
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.actions.proposals import ProposalFields
from app.actions.proposals.fields import MAX_NOTE, MAX_TITLE
from app.domain.texts import CustomizationAnswer, Flag, OutcomeKind
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.models import ProposalVersion
from app.web.kit.files import FilesField
from app.web.kit.forms import ActForm, DayField, TextField, YenField
from app.wording import label


def _answer(value: object) -> CustomizationAnswer | None:
    return CustomizationAnswer(str(value)) if value else None


def _answers() -> list[SelectChoice]:
    nothing = SelectChoice("", _("(no customization)"))
    return [nothing, *enum_choices(CustomizationAnswer, label=label)]


class ProposalForm(ActForm):
    """A new proposal."""

    title = TextField(_p("proposal", "Title"), [DataRequired(), Length(max=MAX_TITLE)])
    outcome = RadioField(
        _p("proposal", "Outcome"),
        choices=lambda: enum_choices(OutcomeKind, label=label),
        coerce=enum_coerce(OutcomeKind),
        default=OutcomeKind.UNIFY,
    )
    body = TextAreaField(_p("proposal", "Text"), [DataRequired()])
    scope = TextAreaField(_p("proposal", "Scope"))
    exceptions = TextAreaField(_p("proposal", "Exceptions and transition"))
    effective_on = DayField(_p("proposal", "In effect from"), [Optional()])
    yearly_saving_yen = YenField(_p("proposal", "Expected saving a year"))
    flags = SelectMultipleField(
        _p("proposal", "What it brings with it"),
        choices=lambda: enum_choices(Flag, label=label),
        coerce=enum_coerce(Flag),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    customization_answer = SelectField(
        _p("proposal", "Answer to the customization"), choices=_answers, coerce=_answer
    )

    files = FilesField(_p("proposal", "Attachments"))

    def fields(self) -> ProposalFields:
        """What was typed, for the actions."""
        return ProposalFields(
            title=self.title.data,
            body=self.body.data,
            outcome=self.outcome.data,
            flags=frozenset(self.flags.data),
            customization_answer=self.customization_answer.data,
            scope=self.scope.data or "",
            effective_on=self.effective_on.data,
            exceptions=self.exceptions.data or "",
            yearly_saving_yen=self.yearly_saving_yen.data,
        )


class VersionForm(ProposalForm):
    """A new version: base is the version whose text the form was opened with, since the one before a conflict."""

    base = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    since = IntegerField(validators=[Optional()], widget=HiddenInput())
    without = SelectMultipleField(
        _l("Attachments to leave out"),
        validate_choice=False,  # one that somebody else left out meanwhile is no mistake
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    note = TextField(_l("What you changed"), [Length(max=MAX_NOTE)])


class TableForm(ActForm):
    """Putting a proposal on the table, or withdrawing it, from a page that showed the difference at `seen`."""

    seen = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class AmendmentForm(ActForm):
    """A suggested change: the whole body as it should read, made on the version `base`."""

    base = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    body = TextAreaField(_l("The text as it should read"), [DataRequired()])
    reason = TextAreaField(_p("amendment", "Reason"), [DataRequired()])


class AcceptForm(ActForm):
    """Accepting an amendment into the version that the page showed."""

    seen = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class DeclineForm(ActForm):
    """Declining an amendment with words."""

    reason = TextAreaField(_p("amendment", "Reason"), [DataRequired()])


def typed(version: ProposalVersion) -> dict[str, Any]:
    """The data of a form that begins with the text of a version."""
    return {
        "title": version.title,
        "outcome": version.outcome,
        "body": version.body,
        "scope": version.scope,
        "exceptions": version.exceptions,
        "effective_on": version.effective_on,
        "yearly_saving_yen": version.yearly_saving_yen,
        "flags": sorted(version.flag_set),
        "customization_answer": version.customization_answer,
    }
