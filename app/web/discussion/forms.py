"""The forms of the discussion, of take-home items, of a caucus, and of files added later."""

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import enum_choices, enum_coerce
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.discussion import CommentKind
from app.domain.positions import PositionKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.web.kit.files import FilesField
from app.web.kit.forms import ActForm, DayField, Form, TextField
from app.wording import label


class MentionsField(SelectMultipleField):
    """People of the group, by check boxes; the view gives the choices."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ReplyForm(ActForm):
    """A reply in a thread."""

    body = TextAreaField(_p("comment", "Text"), [DataRequired()])
    mentions = MentionsField(_l("Call people in"), coerce=int)
    files = FilesField(_l("Attachments"))


class CommentForm(ReplyForm):
    """A new thread; the view gives the kinds that are possible now and the places."""

    kind = RadioField(_l("What it is"), coerce=enum_coerce(CommentKind), default=CommentKind.COMMENT)
    place = SelectField(_l("What it is about"))


class ResolveForm(Form):
    """What settles a concern."""

    resolution = TextAreaField(_l("What settles it"), [DataRequired()])


class ReopenForm(Form):
    """Why a concern is opened again."""

    reason = TextAreaField(_p("concern", "Reason"), [DataRequired()])


class MarkForm(Form):
    """Whether a comment goes into the minutes: 1 or 0."""

    marked = HiddenField()


class TakeHomeForm(ActForm):
    """A take-home item; an assignee is "city" or "city:person" by ids."""

    assignee = SelectField(_l("Who takes it home"))
    task = TextField(_l("What is to be done"), [DataRequired()])
    due_on = DayField(_l("Due"), [DataRequired()])


class FinishForm(Form):
    """What came of a take-home item."""

    outcome = TextAreaField(_l("What came of it"), [DataRequired()])


class CaucusEntryForm(ActForm):
    """A line of the own city's private thread."""

    body = TextAreaField(_p("caucus", "Text"), [DataRequired()])
    files = FilesField(_l("Attachments"))


class CaucusPositionForm(Form):
    """The position the own city means to take."""

    kind = RadioField(
        _l("Position we mean to take"),
        choices=lambda: enum_choices(PositionKind, label=label),
        coerce=enum_coerce(PositionKind),
        validators=[InputRequired()],
    )
    reason = TextAreaField(_p("caucus", "Reason"))
    seen = HiddenField()


class LaterFilesForm(ActForm):
    """Files for a version that a round has frozen."""

    files = FilesField(_l("Attachments"), [DataRequired()])
