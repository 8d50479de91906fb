"""Words of accounts: passwords, links, and the mail that carries one."""

from datetime import datetime

from app.domain.accounts import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, TokenPurpose
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.wording.dates import datetime_words
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words({TokenPurpose.INVITATION: _l("Invitation"), TokenPurpose.RESET: _l("New password")})
    reasons(
        {
            "too_many_attempts": _l(
                "There were too many attempts in a short time. The next one is possible from %(until)s."
            ),
            "sign_in_failed": _l("The e-mail address or the password is not right."),
            "wrong_password": _l("This is not your current password."),
            "passwords_differ": _l("The two entries differ. Please type the same password twice."),
            "account_closed": _l("This account is closed. Please ask the secretariat."),
            "link_gone": _l("This link was used already or has expired."),
            "password_too_short": _l("Please use at least %(n)s characters.", n=MIN_PASSWORD_LENGTH),
            "password_too_long": _l("Please use at most %(n)s characters.", n=MAX_PASSWORD_LENGTH),
            "password_is_email": _l("Please do not use your e-mail address as the password."),
            "password_too_plain": _l("Please use more different characters."),
        }
    )


def link_mail(council: str, purpose: TokenPurpose, address: str, expires: datetime) -> tuple[str, str]:
    """Subject and text of the mail that carries a single-use link, in the current language."""
    if purpose is TokenPurpose.INVITATION:
        subject = _("[%(council)s] Invitation to Suriawase", council=council)
        first = _(
            "You are invited to Suriawase of %(council)s. Please set your password here:", council=council
        )
    else:
        subject = _("[%(council)s] Your new password for Suriawase", council=council)
        first = _("A link to set a new password was asked for. Please set it here:")
    last = _("The link works once, until %(until)s.", until=datetime_words(expires))
    ignore = _("If you did not expect this mail, please ignore it. Nothing changes then.")
    return subject, f"{first}\n\n{address}\n\n{last}\n\n{ignore}\n"
