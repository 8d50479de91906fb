"""The forms of inquiries."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from app.i18n import lazy_pgettext as _p
from app.web.kit.forms import ActForm


class AskForm(ActForm):
    """A question about a paragraph."""

    body = TextAreaField(_p("inquiry", "Question"), [DataRequired()])


class ReplyForm(ActForm):
    """An answer, or a further question of the asker."""

    body = TextAreaField(_p("inquiry", "Text"), [DataRequired()])
