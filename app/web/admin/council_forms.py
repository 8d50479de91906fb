"""Forms of cities, posts, routes, groups and the council's settings."""

from typing import Any

from wtforms import BooleanField, FieldList, FormField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import enum_choices, enum_coerce
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.actions.council_cities import CityFields
from app.domain.money import MAX_YEN
from app.domain.roles import MembershipKind, StepRule
from app.domain.tally import RuleKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.web.kit.forms import ActForm, CheckboxesField, DayField, Form, NumberField, TextField
from app.wording import label

LINE = Length(max=120)
STEPS = 5
MOST = 2_000_000_000


class CityForm(ActForm):
    """What is kept about a city besides its code."""

    name_ja = TextField(_l("Name in Japanese"), [DataRequired(), LINE], description=_l("Example: 立川市"))
    reading = TextField(
        _l("Reading in hiragana"), [DataRequired(), LINE], description=_l("Example: たちかわし")
    )
    name_en = TextField(_l("Name in English"), [DataRequired(), LINE], description=_l("Example: Tachikawa"))
    population = NumberField(_l("Population"), [Optional(), NumberRange(0, MOST)])
    population_on = DayField(_l("Population as of"), [Optional()])

    def kept(self) -> CityFields:
        """The fields as the act takes them."""
        return CityFields(
            self.name_ja.data or "",
            self.name_en.data or "",
            self.reading.data or "",
            self.population.data,
            self.population_on.data,
        )


class NewCityForm(CityForm):
    """A new city: its code, and as what it is admitted from which day on."""

    code = TextField(
        _l("Municipality code"),
        [DataRequired(), Length(max=20)],
        description=_l("Six digits with the check digit (JIS X 0402). Example: 132021"),
    )
    kind = RadioField(
        _l("Admitted as"),
        [InputRequired()],
        choices=lambda: enum_choices(MembershipKind, label=label),
        coerce=enum_coerce(MembershipKind),
        default=MembershipKind.ASSOCIATE,
    )
    since = DayField(_l("First day"), [InputRequired()])


class MembershipForm(Form):
    """How a city belongs to the council from a day on, or that it leaves."""

    kind = RadioField(_l("From that day on"), [InputRequired()])
    since = DayField(_l("Day"), [InputRequired()], description=_l("Valid from the beginning of this day."))


class PostForm(Form):
    """The name of a managerial post."""

    name = TextField(_l("Name of the post"), [DataRequired(), LINE], description=_l("Example: 学務課長"))


class StepForm(PlainForm):
    """One step of a route."""

    rule = SelectField(
        _l("Who must approve"),
        choices=lambda: enum_choices(StepRule, label=label),
        coerce=enum_coerce(StepRule),
        default=StepRule.ALL,
    )
    posts = CheckboxesField(_l("Posts"), coerce=int)


class RouteForm(Form):
    """The steps of a route in order; a step without posts is left out."""

    steps = FieldList(FormField(StepForm), _p("route", "Steps"), min_entries=STEPS, max_entries=STEPS)

    def chosen(self) -> list[tuple[StepRule, list[int]]]:
        """The steps as the act takes them."""
        return [(entry.form.rule.data, entry.form.posts.data or []) for entry in self.steps]


class DomainForm(Form):
    """A new domain of working groups."""

    code = TextField(
        _l("Code"),
        [DataRequired(), Length(max=8)],
        description=_l("Two to eight capital letters. Example: EDU"),
    )
    name_ja = TextField(_l("Name in Japanese"), [DataRequired(), LINE], description=_l("Example: 教育分野"))
    name_en = TextField(_l("Name in English"), [DataRequired(), LINE], description=_l("Example: Education"))
    short_name_ja = TextField(
        _l("Short name"),
        [DataRequired(), Length(max=12)],
        description=_l("Stands in the numbers of decisions. Example: 教育"),
    )

    def kept(self) -> dict[str, str]:
        """The fields as the act takes them."""
        return {
            "code": self.code.data or "",
            "name_ja": self.name_ja.data or "",
            "name_en": self.name_en.data or "",
            "short_name_ja": self.short_name_ja.data or "",
        }


class GroupForm(ActForm):
    """What is kept about a working group."""

    name_ja = TextField(_l("Name in Japanese"), [DataRequired(), LINE], description=_l("Example: 就学"))
    name_en = TextField(
        _l("Name in English"), [DataRequired(), LINE], description=_l("Example: School enrolment")
    )
    standard_ids = CheckboxesField(_l("Businesses of the national standard"), coerce=int)
    active = BooleanField(
        _l("The group is at work"),
        description=_l("Take the mark away to close the group. Everything in it stays readable."),
    )


class NewGroupForm(GroupForm):
    """A new working group of a domain."""

    domain_id = SelectField(_l("Domain"), [InputRequired()], coerce=lambda value: int(value) if value else 0)
    code = TextField(
        _l("Code"),
        [DataRequired(), Length(max=12)],
        description=_l("The domain's code, a hyphen and two digits. Example: EDU-02"),
    )
    active = None


class TakingPartForm(Form):
    """Which cities or groups take part, and from when the change counts."""

    chosen = CheckboxesField(coerce=int)
    since = DayField(
        _l("The change counts from"), [InputRequired()], description=_l("From the beginning of this day.")
    )


def _days(text: Any, hint: Any, least: int) -> NumberField:
    return NumberField(text, [InputRequired(), NumberRange(least, 366)], description=hint)


class SettingsForm(Form):
    """The council's names and what it has agreed about how it works."""

    name_ja = TextField(_l("Name in Japanese"), [DataRequired(), LINE])
    name_en = TextField(_l("Name in English"), [DataRequired(), LINE])
    short_name_ja = TextField(_l("Short name in Japanese"), [DataRequired(), LINE])
    short_name_en = TextField(_l("Short name in English"), [DataRequired(), LINE])
    secretariat_ja = TextField(_l("Name of the secretariat in Japanese"), [DataRequired(), LINE])
    secretariat_en = TextField(_l("Name of the secretariat in English"), [DataRequired(), LINE])
    default_rule = RadioField(
        _l("Rule unless a ballot is opened with another"),
        [InputRequired()],
        choices=lambda: enum_choices(RuleKind, label=label),
        coerce=enum_coerce(RuleKind),
    )
    quorum = NumberField(
        _l("Quorum"),
        [Optional(), NumberRange(1, 999)],
        description=_l(
            "The least number of cities that must take a position. Due under two thirds and majority."
        ),
    )
    casting_vote = BooleanField(
        _l("The chair has a casting vote"), description=_l("Only under the rule of the majority, at a tie.")
    )
    early_close = BooleanField(
        _l("A ballot may close early"), description=_l("When every city has taken a position.")
    )
    grace_minutes = NumberField(
        _l("Minutes to wait before closing early"),
        [InputRequired(), NumberRange(0, 10_080)],
        description=_l("So many minutes after the last change of a position."),
    )
    sealed = BooleanField(
        _l("Ballots are sealed"),
        description=_l("Until the ballot closes, each city sees its own position alone."),
    )
    board_signoff = BooleanField(
        _l("The board approves escalated matters"),
        description=_l(
            "After every city has signed, the secretariat records what the board said; only then it is decided."
            " Matters already before the managers stay as they began."
        ),
    )
    survey_days = _days(_l("Survey"), _l("Calendar days the cities have to state their practice."), 1)
    ballot_working_days = _days(_l("Ballot"), _l("Working days a ballot is usually open."), 1)
    min_ballot_working_days = _days(
        _p("duration", "Shortest ballot"), _l("Working days that a ballot is open at least."), 0
    )
    min_discussion_days = _days(
        _l("Discussion"), _l("Calendar days a proposal is discussed at least before a ballot."), 0
    )
    objection_days = _days(
        _l("Objection to “no difference”"), _l("Calendar days in which a city can object to the finding."), 0
    )
    written_working_days = _days(
        _l("Period of a written resolution"),
        _l("So many working days at least lie between its sending and its last day."),
        0,
    )
    reminder_days = _days(
        _l("Reminder before a deadline"),
        _l("So many calendar days ahead; another one follows on the last day."),
        0,
    )
    waiting_days = _days(
        _l("Reminder of what has no deadline"),
        _l("After so many calendar days: signatures, minutes to confirm."),
        1,
    )
    cost_limit_yen = NumberField(
        _l("Limit of new cost in yen"),
        [InputRequired(), NumberRange(0, MAX_YEN)],
        description=_l("Above it a proposal goes to the managers. Example: 500,000"),
    )
    fiscal_year_start_month = NumberField(
        _l("First month of the fiscal year"),
        [InputRequired(), NumberRange(1, 12)],
        description=_l("Decisions are numbered by fiscal year. Usually 4."),
    )

    def kept(self) -> dict[str, Any]:
        """The settings as the act takes them."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
