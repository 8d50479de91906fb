"""The forms of meetings: planning, agenda, attendance, conclusions, papers, and the text of minutes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice, enum_choices, enum_coerce
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextInput

from app.actions.meetings.agenda import MAX_TITLE as MAX_ITEM
from app.actions.meetings.planning import MAX_TITLE
from app.domain.calendar import LAST_YEAR, TOKYO
from app.domain.meetings import AgendaPurpose, Conclusion, MeetingForm, RemarkOutcome
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.models import Meeting
from app.policies.verdicts import Refused
from app.web.kit.calendars import STATIONERY
from app.web.kit.files import FilesField
from app.web.kit.forms import ActForm, DayField, Form, TextField, halfwidth
from app.wording import label, reason

MEANWHILE = "meeting_changed_meanwhile"


class ClockField(TimeField):
    """A time of day typed as 9:30, 09:30, 9時30分 or 9時, in any width; shown as 09:30."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; what cannot be read stays in the field."""
        typed = (halfwidth(str(valuelist[0])) or "") if valuelist else ""
        found = re.fullmatch(r"(\d{1,2})(?:[:時])(?:(\d{1,2})分?)?", "".join(typed.split()))
        self.data = None
        if not typed:
            return
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValueError(_("Please type a time such as 14:00."))
        self.data = time(int(found[1]), int(found[2] or 0))


class SeenForm(Form):
    """A form that was opened when the meeting stood at `seen`; what somebody else changed since does not lose it."""

    seen = IntegerField(validators=[Optional()], widget=HiddenInput())
    clashed = False

    @contextmanager
    def meanwhile(self, meeting: Meeting) -> Iterator[None]:
        """Turn the refusal of an outdated form into a message above it; sending it again goes over what stands now."""
        serial = meeting.serial
        try:
            yield
        except Refused as refused:
            if refused.verdict.code != MEANWHILE:
                raise
            self.clashed = True
            self.form_errors.append(reason(MEANWHILE))
            self.seen.data, self.seen.raw_data = max(serial, meeting.serial), None


class MeetingFields(SeenForm):
    """What a meeting says about itself."""

    title = TextField(_p("meeting", "Title"), [DataRequired(), Length(max=MAX_TITLE)])
    day = DayField(_p("meeting", "Day"), [InputRequired()])
    starts = ClockField(_p("meeting", "From"), [InputRequired()])
    ends = ClockField(_p("meeting", "Until"), [InputRequired()])
    form = RadioField(
        _p("meeting", "Form"),
        [InputRequired()],
        choices=lambda: enum_choices(MeetingForm, label=label),
        coerce=enum_coerce(MeetingForm),
        default=MeetingForm.ONLINE,
    )
    place = TextField(_p("meeting", "Place or address"), [Length(max=300)])
    note = TextAreaField(_p("meeting", "Message to those invited"))

    def validate_day(self, field: DayField) -> None:
        """The calendar of the product ends somewhere."""
        if isinstance(field.data, date) and not 2000 <= field.data.year <= LAST_YEAR:
            raise ValidationError(_("Please choose a day between 2000 and %(year)s.", year=LAST_YEAR))

    def fields(self) -> dict[str, Any]:
        """What was typed, for the actions; times are those of Tokyo."""
        starts, ends = self.starts.data or time(), self.ends.data or time()
        return {
            "title": self.title.data,
            "starts_at": datetime.combine(self.day.data, starts, TOKYO),
            "ends_at": datetime.combine(self.day.data, ends, TOKYO),
            "form": self.form.data,
            "place": self.place.data or "",
            "note": self.note.data or "",
        }


class PlanForm(MeetingFields, ActForm):
    """A new meeting of a group."""

    group = SelectField(_l("Working group"), [InputRequired()])


class WrittenFields(SeenForm):
    """What a written resolution says about itself."""

    title = TextField(_p("meeting", "Title"), [DataRequired(), Length(max=MAX_TITLE)])
    closes_on = DayField(_l("Last day"), [InputRequired()])
    note = TextAreaField(_p("meeting", "Message to those invited"))

    def fields(self) -> dict[str, Any]:
        """What was typed, for the actions."""
        return {
            "title": self.title.data,
            "closes_on": self.closes_on.data,
            "note": self.note.data or "",
        }


class PlanWrittenForm(WrittenFields, ActForm):
    """A new written resolution of a group."""

    group = SelectField(_l("Working group"), [InputRequired()])


class ReasonForm(Form):
    """Calling a meeting off."""

    reason = TextAreaField(_l("Reason"), [DataRequired()])


class CallForm(ActForm, SeenForm):
    """The notice of a meeting: of what was seen, by mail as well."""

    message = TextAreaField(_p("meeting call", "Message"))

    def fields(self) -> dict[str, Any]:
        """What the act is given."""
        return {
            "message": self.message.data or "",
            "key": self.key.data,
            "seen": self.seen.data,
            "stationery": STATIONERY,
        }


class ConsentListForm(Form):
    """Putting an item on the consent list, or taking it off where on is empty."""

    on = HiddenField()


class PullForm(Form):
    """Pulling an item out of the consent list."""

    reason = TextField(validators=[Length(max=300)])


class PutTogetherForm(ActForm):
    """Putting the consent list to its ballots."""

    closes_on = DayField(_l("Last day"), [InputRequired()])
    reason = TextAreaField(_l("Reason"), [DataRequired()])


class ItemForm(ActForm):
    """A new item at the end of the agenda."""

    difference_number = TextField(_l("Number of the difference"), [Length(max=40)])
    title = TextField(_p("agenda", "Title"), [Length(max=MAX_ITEM)])
    purpose = RadioField(
        _p("agenda", "Purpose"),
        [InputRequired()],
        choices=lambda: enum_choices(AgendaPurpose, label=label),
        coerce=enum_coerce(AgendaPurpose),
        default=AgendaPurpose.DISCUSS,
    )
    explanation = TextAreaField(_p("agenda", "Explanation"))


class ChangeItemForm(SeenForm):
    """An item of the agenda, changed."""

    title = ItemForm.title
    purpose = ItemForm.purpose
    explanation = ItemForm.explanation


class ProposedForm(Form):
    """Items to take over from the agenda that is proposed."""

    numbers = SelectMultipleField(
        _l("Take over"),
        [InputRequired()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class MoveForm(Form):
    """Moving an item to a place of the agenda."""

    to = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class ConclusionForm(SeenForm):
    """How an item ended."""

    conclusion = RadioField(
        _p("agenda", "Conclusion"),
        choices=lambda: [*enum_choices(Conclusion, label=label), SelectChoice("", _("Not recorded yet"))],
        coerce=lambda value: Conclusion(value) if value else None,
        default="",
    )
    text = TextAreaField(_l("In words"))


class PapersForm(ActForm):
    """Papers that are handed out."""

    files = FilesField(_l("Papers"))


class MinutesForm(ActForm):
    """A new version of the minutes; base is the version the form was opened with, since the one before a conflict."""

    base = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    since = IntegerField(validators=[Optional()], widget=HiddenInput())
    body = TextAreaField(_p("minutes", "Text"), [DataRequired()])


class VersionForm(Form):
    """An act on the version of the minutes that was on the screen."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class RemarkForm(ActForm):
    """A remark on a passage of the version that was on the screen, or on what stands beside the text."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    passage = IntegerField(validators=[Optional()], widget=HiddenInput())
    quote = TextAreaField(_p("remark", "The words that are meant"))
    body = TextAreaField(_p("remark", "Remark"))
    suggestion = TextAreaField(_p("remark", "Suggested wording"))

    def fields(self) -> dict[str, Any]:
        """What was typed, for the action."""
        return {
            "version": self.version.data,
            "passage": self.passage.data,
            "quote": self.quote.data or "",
            "body": self.body.data or "",
            "suggestion": self.suggestion.data or "",
            "key": self.key.data,
        }


class AnswerRemarkForm(Form):
    """What became of a remark, and why."""

    outcome = RadioField(
        _p("remark", "Answer"),
        [InputRequired()],
        choices=lambda: enum_choices(RemarkOutcome, label=label),
        coerce=enum_coerce(RemarkOutcome),
    )
    answer = TextAreaField(_p("remark", "In words"))


class CorrectionForm(ActForm):
    """A correction of final minutes."""

    body = TextAreaField(_l("What is to be read differently"), [DataRequired()])
