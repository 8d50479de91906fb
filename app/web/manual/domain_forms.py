"""The forms of the domains: their names, and the domain to which a chapter goes."""

from collections.abc import Iterable

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.models import Domain
from app.queries.manual.domains import names_state
from app.web.kit.forms import ActForm, Form, TextField


class DomainNamesForm(ActForm):
    """The names of a domain; seen is the state the form was rendered from."""

    seen = HiddenField()
    name_ja = TextField(_l("Name in Japanese"), [DataRequired(), Length(max=120)])
    name_en = TextField(_l("Name in English"), [DataRequired(), Length(max=120)])
    short_name_ja = TextField(
        _l("Short name"),
        [DataRequired(), Length(max=12)],
        description=_l(
            "Stands in the numbers of decisions to come. Those that are numbered stay as they are."
        ),
    )

    def kept(self) -> dict[str, str]:
        """The names as the act takes them."""
        names = {"name_ja": self.name_ja, "name_en": self.name_en, "short_name_ja": self.short_name_ja}
        return {name: field.data or "" for name, field in names.items()}


class IntroductionForm(ActForm):
    """What stands before the chapters of a domain; seen is the state the form was rendered from."""

    seen = HiddenField(validators=[InputRequired()])
    body = TextAreaField(
        _p("manual", "Text"),
        description=_l("It explains and binds no city. Leave it empty if the domain needs none."),
    )


class ToDomainForm(Form):
    """The domain to which a chapter goes; the view gives the others."""

    domain = SelectField(_l("Domain"), [DataRequired()])


def named(domain: Domain) -> DomainNamesForm:
    """The form with a domain's present names."""
    return DomainNamesForm(formdata=None, obj=domain, seen=names_state(domain))


def domain_choices(others: Iterable[Domain]) -> list[SelectChoice]:
    """Where a chapter can go."""
    first = SelectChoice("", _("Please choose"))
    return [first, *(SelectChoice(each.code, each.name(current_locale())) for each in others)]
