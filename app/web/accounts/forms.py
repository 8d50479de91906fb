"""The forms of the area accounts."""

from wtforms import HiddenField, PasswordField, RadioField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from app.domain.accounts import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH
from app.i18n import lazy_gettext as _l
from app.web.kit.forms import Form, TextField

_DIFFERENT = _l("The two entries differ. Please type the same password twice.")
_HINT = _l(
    "At least %(n)s characters. A short sentence that only you know is easy to remember.",
    n=MIN_PASSWORD_LENGTH,
)


class SignInForm(Form):
    """Address and password, and where the person wanted to go."""

    email = TextField(_l("E-mail address"), [DataRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=MAX_PASSWORD_LENGTH)])
    next = HiddenField()


class ForgottenForm(Form):
    """The address whose password is forgotten."""

    email = TextField(_l("E-mail address"), [DataRequired(), Length(max=254)])


class NewPasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(_l("New password"), [InputRequired()], description=_HINT)
    again = PasswordField(
        _l("The new password once more"), [InputRequired(), EqualTo("password", _DIFFERENT)]
    )


class ChangePasswordForm(Form):
    """The password at hand, and a new one twice."""

    current = PasswordField(_l("Current password"), [InputRequired(), Length(max=MAX_PASSWORD_LENGTH)])
    new_password = PasswordField(_l("New password"), [InputRequired()], description=_HINT)
    again = PasswordField(
        _l("The new password once more"), [InputRequired(), EqualTo("new_password", _DIFFERENT)]
    )


class LanguageForm(Form):
    """The language a person reads and gets mail in; empty is as the browser says."""

    locale = RadioField(_l("Language"))


class ConfirmForm(Form):
    """A button that says yes."""
