"""The forms of the manual: cutting an edition, sections and texts of a chapter, and a city's word that it works so."""

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional

from app.actions.manual.cutting import MAX_NOTE
from app.actions.manual.sections import MAX_TITLE
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.queries.manual.structure import StructurePage
from app.web.kit.forms import ActForm, DayField, Form, TextField


def _number(value: object) -> int | None:
    return int(str(value)) if value and str(value).isdecimal() else None


class CutForm(ActForm):
    """Publishing the coming edition; seen is the hash of the contents that the page showed."""

    seen = HiddenField(validators=[InputRequired()])
    note = TextAreaField(
        _l("What this edition brings"),
        [DataRequired(), Length(max=MAX_NOTE)],
        description=_l("One or two sentences for the list of editions and for those who are told of it."),
    )
    published_on = DayField(
        _l("Date of publication"),
        [Optional()],
        description=_l("Leave it empty for today. It can be the day of a meeting that has passed."),
    )


class SectionForm(ActForm):
    """The title of a section."""

    title = TextField(_l("Title of the section"), [DataRequired(), Length(max=MAX_TITLE)])


class MoveForm(Form):
    """Up or down among its neighbours; entry names a text or a decision of the section."""

    way = HiddenField(validators=[AnyOf(("up", "down"))])
    entry = HiddenField()


class PlaceForm(Form):
    """The section in which the decisions on a difference stand; nothing chosen is the default one."""

    number = HiddenField(validators=[InputRequired()])
    section_id = SelectField(_p("manual", "Section"), coerce=_number)


def section_choices(page: StructurePage) -> list[SelectChoice]:
    """The sections a decision can stand in: its default one, or one of the chapter's own."""
    default = SelectChoice("", _("(by its kind)"))
    return [default, *(SelectChoice(line.section.id, line.section.title) for line in page.sections)]


class TextForm(ActForm):
    """A text of a section; seen is the state the form was rendered from."""

    seen = HiddenField()
    title = TextField(_p("manual", "Heading"), [Length(max=MAX_TITLE)])
    body = TextAreaField(_p("manual", "Text"), [DataRequired()])
    normative = BooleanField(
        _l("This text binds the cities"),
        description=_l("It then needs a decision in force; without one no edition is published."),
    )
    decision_id = SelectField(_l("Decision it rests on"), coerce=_number)


class ConfirmForm(ActForm):
    """A page that asks once more."""


class AdoptForm(ActForm):
    """A city's word that it works by a decision."""

    adopted_on = DayField(_l("In use since"), [DataRequired()], default=None)
    evidence = TextAreaField(
        _l("What was done"),
        [DataRequired(), Length(max=2_000)],
        description=_l(
            "Ordinance, rule, form, system, training, notice: what was changed, where it can be seen."
        ),
    )
