"""The forms of savings: an estimate line by line, what a city realised, a rate of postage."""

from collections.abc import Iterable
from typing import Any

from wtforms import FieldList, FormField, IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices, enum_coerce
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.actions.proposals import TypedLine, TypedPrice
from app.actions.proposals.estimating import MAX_WHAT
from app.domain.postage import PostalItem
from app.domain.savings import MAX_LINES, SavingKind
from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.models import City, RealisedSaving, SavingLine
from app.web.kit.forms import ActForm, DayField, Form, NumberField, TextField, YenField
from app.wording import label

BLANK_LINES = 3


def _kind(value: object) -> SavingKind | None:
    return SavingKind(str(value)) if value else None


def _item(value: object) -> PostalItem | None:
    return PostalItem(str(value)) if value else None


def _city(value: object) -> int | None:
    return int(str(value)) if value and str(value).isdecimal() else None


def _kinds() -> list[SelectChoice]:
    return [SelectChoice("", _("(no line)")), *enum_choices(SavingKind, label=label)]


def _items() -> list[SelectChoice]:
    return [SelectChoice("", _("(none)")), *enum_choices(PostalItem, label=label)]


class LineForm(Form):
    """One line; it counts when its kind is chosen."""

    class Meta(Form.Meta):
        """Part of a form that has its own token."""

        csrf = False

    kind = SelectField(_p("saving", "Kind"), choices=_kinds, coerce=_kind)
    what = TextField(_l("What it is about"), [Length(max=MAX_WHAT)])
    city_id = SelectField(_l("City"), coerce=_city)
    volume = NumberField(_l("Pieces or hours a year"), [Optional()])
    before_item = SelectField(_l("Postal item today"), choices=_items, coerce=_item)
    before_yen = YenField(_l("Price today"))
    before_discount = NumberField(_l("Discount today (percent)"), [Optional(), NumberRange(0, 100)])
    after_item = SelectField(_l("Postal item then"), choices=_items, coerce=_item)
    after_yen = YenField(_l("Price then"))
    after_discount = NumberField(_l("Discount then (percent)"), [Optional(), NumberRange(0, 100)])

    def line(self, place: int) -> TypedLine:
        """What was typed, for the action."""
        return TypedLine(
            kind=self.kind.data,
            what=self.what.data or "",
            volume=self.volume.data,
            before=TypedPrice(self.before_yen.data, self.before_item.data, self.before_discount.data),
            after=TypedPrice(self.after_yen.data, self.after_item.data, self.after_discount.data),
            city_id=self.city_id.data,
            place=place,
        )


class EstimateForm(ActForm):
    """The lines of an estimate; base is the version whose estimate the form was opened with."""

    base = IntegerField(_l("Estimate of the saving"), validators=[InputRequired()], widget=HiddenInput())
    rates_on = DayField(_l("Postage at the rates of"), [DataRequired()])
    lines = FieldList(FormField(LineForm), label=_l("Lines"), min_entries=BLANK_LINES, max_entries=MAX_LINES)
    note = TextField(_l("What you changed"), [Length(max=200)])

    def offer(self, cities: Iterable[City]) -> None:
        """Let every line choose among the cities of the group."""
        names = [(city.id, city.name(current_locale())) for city in cities]
        for part in self.lines:
            part.form.city_id.choices = [
                SelectChoice("", _("All cities together")),
                *(SelectChoice(city_id, name) for city_id, name in names),
            ]

    def more(self) -> None:
        """Add blank lines, as far as there may be more."""
        for _place in range(min(BLANK_LINES, MAX_LINES - len(self.lines))):
            self.lines.append_entry()

    def typed(self) -> list[TypedLine]:
        """The lines whose kind is chosen."""
        return [part.form.line(place) for place, part in enumerate(self.lines, 1) if part.form.kind.data]


def line_data(line: SavingLine) -> dict[str, Any]:
    """A line as it was typed: a postal item without its rate, which is looked up again."""
    postal = line.kind is SavingKind.POSTAGE
    return {
        "kind": line.kind,
        "what": line.what,
        "city_id": line.city_id,
        "volume": line.volume,
        "before_item": line.before_item,
        "before_yen": None if postal else line.before_yen,
        "before_discount": line.before_discount or None,
        "after_item": line.after_item,
        "after_yen": None if postal else line.after_yen,
        "after_discount": line.after_discount or None,
    }


class RealisedForm(ActForm):
    """What the own city saved in one fiscal year; seen is the revision that the page showed."""

    year = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    seen = IntegerField(_l("Saved in the year"), validators=[InputRequired()], widget=HiddenInput())
    yen = YenField(_l("Saved in the year"), [InputRequired()])
    basis = TextAreaField(
        _l("What it rests on"),
        [DataRequired(), Length(max=2_000)],
        description=_l(
            "Where the amount comes from. Example: Accounts of fiscal year 2026, postage of the section"
        ),
    )


def realised_data(year: int | None, last: RealisedSaving | None) -> dict[str, Any]:
    """The form of a year, with what stands recorded to be corrected."""
    if last is None:
        return {"year": year, "seen": 0}
    return {"year": year, "seen": last.revision, "yen": last.yen, "basis": last.basis}


class RateForm(Form):
    """A rate from a day on."""

    item = SelectField(
        _l("Postal item"),
        choices=lambda: enum_choices(PostalItem, label=label),
        coerce=enum_coerce(PostalItem),
    )
    since = DayField(_p("rate", "From"), [DataRequired()])
    yen = YenField(_l("Rate"), [InputRequired()])
