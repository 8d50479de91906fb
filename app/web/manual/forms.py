"""The forms of the manual: cutting an edition, sections and texts of a chapter, and the adoption ledger."""

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices, enum_coerce
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional

from app.actions.manual.cutting import MAX_NOTE
from app.actions.manual.sections import MAX_TITLE
from app.domain.adoption import ItemKind
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.queries.manual.structure import StructurePage
from app.web.kit.forms import ActForm, DayField, Form, TextField
from app.wording import label


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


class CloseItemForm(ActForm):
    """That an item of the adoption ledger is done."""

    done_on = DayField(_l("Done on"), [DataRequired()])
    evidence = TextAreaField(
        _l("Evidence"),
        [DataRequired(), Length(max=2_000)],
        description=_l("What was changed, its number and date, and where it can be seen."),
    )


class TakeBackForm(ActForm):
    """Why the evidence of an item does not count any more."""

    reason = TextAreaField(_p("adoption", "Reason"), [DataRequired(), Length(max=2_000)])


class AddItemForm(ActForm):
    """What a city has to do beyond what the decision brings by itself; the view gives the cities."""

    city_id = SelectField(_l("City"), coerce=int)
    kind = SelectField(
        _l("What is to be done"),
        choices=lambda: enum_choices(ItemKind, label=label),
        coerce=enum_coerce(ItemKind),
    )
    task = TextField(_p("adoption", "Details"), [DataRequired(), Length(max=500)])
    due_on = DayField(_l("Due"), [DataRequired()])
    mandatory = BooleanField(
        _l("Mandatory"),
        description=_l(
            "The city does not count as working by the decision before a mandatory item is closed."
        ),
    )
