"""Forms of the register of people: accounts, roles, posts held."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.actions.people import PersonFields
from app.domain.roles import RoleKind, UserKind
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.web.kit.forms import ActForm, CheckboxesField, DayField, Form, NumberField, TextField

LINE = Length(max=120)
MOST_RANKS = 99


class KeptForm(ActForm):
    """What is kept about every person."""

    email = TextField(
        _l("E-mail address"),
        [DataRequired(), Length(max=254)],
        description=_l("The person signs in with it. Example: gakumu@city.example.lg.jp"),
    )
    organisation = TextField(
        _l("Organisation"),
        [LINE],
        description=_l("For the secretariat and partners, such as 事務局 or the company's name."),
    )
    section = TextField(_l("Section"), [LINE], description=_l("Example: 学務課"))
    post = TextField(_l("Post"), [DataRequired(), LINE], description=_l("Example: 主任"))
    name = TextField(
        _l("Name"), [LINE], description=_l("May stay empty: the council speaks of city, section and post.")
    )
    administrator = BooleanField(
        _l("Administrator"),
        description=_l("Keeps people, cities, groups and settings without belonging to the secretariat."),
    )

    def kept(self) -> PersonFields:
        """The fields as the act takes them."""
        return PersonFields(
            email=self.email.data or "",
            post=self.post.data or "",
            section=self.section.data or "",
            name=self.name.data or "",
            organisation=self.organisation.data or "",
            administrator=self.administrator.data,
        )


class NewPersonForm(KeptForm):
    """A new person: on which side, of which city."""

    kind = RadioField(_l("Side"), [InputRequired()], coerce=UserKind, default=UserKind.CITY)
    city_id = SelectField(_l("City"), coerce=lambda value: int(value) if value else None)
    invite = BooleanField(
        _l("Make an invitation at once"),
        default=True,
        description=_l("You then get a link to hand over; it is sent by mail as well where mail is set up."),
    )


class RoleForm(ActForm):
    """A role in one or more groups."""

    kind = RadioField(_l("Role"), [InputRequired()], coerce=RoleKind)
    rank = NumberField(
        _l("Rank of the deputy"),
        [Optional(), NumberRange(1, MOST_RANKS)],
        description=_l("Only for deputies: 1 acts first, then 2 …"),
    )
    since = DayField(_l("First day"), [InputRequired()], description=_l("The role begins with this day."))
    last_day = DayField(
        _p("span", "Last day"),
        [Optional()],
        description=_l("Empty: until it is ended. The day itself still counts."),
    )
    group_ids = CheckboxesField(_l("Working groups"), coerce=int)


class EndForm(Form):
    """The end of a role or of holding a post: at once, or with a day."""

    how = RadioField(_l("When"), [InputRequired()], default="now")
    last_day = DayField(_p("span", "Last day"), [Optional()], description=_l("The day itself still counts."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how.choices = [
            SelectChoice("now", _("At once")),
            SelectChoice("day", _("With the end of a day")),
        ]


class HoldingForm(ActForm):
    """A managerial post held from a day on."""

    post_id = SelectField(_l("Post"), [InputRequired()], coerce=lambda value: int(value) if value else 0)
    since = DayField(_l("First day"), [InputRequired()])
    last_day = DayField(
        _p("span", "Last day"),
        [Optional()],
        description=_l("Empty: until it is ended. The day itself still counts."),
    )


class ConfirmForm(Form):
    """A button that says yes."""
