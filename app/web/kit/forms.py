"""The base of all forms, fields that Japanese offices need, and how a refusal below the form reaches its field."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, HiddenField, IntegerField, SelectMultipleField, StringField
from wtforms.meta import DefaultMeta
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from app.domain.money import format_yen, parse_yen
from app.i18n import current_locale
from app.i18n import gettext as _
from app.policies.verdicts import Invalid
from app.wording import reason


class Form(FlaskForm):
    """A form that speaks the viewer's language and takes refusals of the rules as errors of its fields."""

    class Meta(FlaskForm.Meta):
        """WTForms' own messages in the viewer's language."""

        @property
        def locales(self) -> tuple[str, ...]:
            return (current_locale(),)

        cache_translations = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, without NUL characters: no text has them, and PostgreSQL keeps none."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None or not any("\0" in v for v in sent.values() if isinstance(v, str)):
                return sent
            return MultiDict((k, _without_nul(v)) for k, v in sent.items(multi=True))

        def get_translations(self, form: Any) -> Any:
            """WTForms' own catalogues; Flask-WTF would ask for an extension that is not here."""
            return DefaultMeta.get_translations(self, form)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn an Invalid raised inside into an error of its field; the view then answers 422 with the page.

        Put it around transaction(): the transaction is undone first. Check form.errors afterwards.
        """
        try:
            yield
        except Invalid as error:
            words = reason(error.code, error.params)
            if error.field in self._fields:
                field = self._fields[error.field]
                field.errors = [*field.errors, words]
            else:
                self.form_errors.append(words)


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class ActForm(Form):
    """A form of an act that must happen once: its key names this very form (B15)."""

    key = HiddenField(default=lambda: uuid4().hex)


def halfwidth(value: str | None) -> str | None:
    """Full-width digits and signs as their half-width twins: both are accepted everywhere."""
    return unicodedata.normalize("NFKC", value).strip() if value else value


class NumberField(IntegerField):
    """A whole number typed in half-width or full-width digits, with or without commas."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([(halfwidth(v) or "").replace(",", "") for v in valuelist])
        if valuelist and not str(valuelist[0]).strip():
            self.data = None


class DayField(DateField):
    """A date typed as 2026-11-23, 2026/11/23 or in full-width digits."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([(halfwidth(v) or "").replace("/", "-") for v in valuelist])


class CheckboxesField(SelectMultipleField):
    """Several of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TextField(StringField):
    """A line of text without surrounding spaces."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([str(value).strip() for value in valuelist] or [""])


class YenField(Field):
    """Whole yen as people type them: 「１，２３４円」, 「△500」; what cannot be read stays in the field."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            try:
                self.data = parse_yen(str(valuelist[0]))
            except ValueError:
                raise ValueError(_("Please type whole yen, such as 1,200,000 or △300,000.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format_yen(self.data)
