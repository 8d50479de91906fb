"""Links to set a password: following one, and asking for one."""

from flask import flash, redirect, render_template, url_for

from app.actions import accounts as actions
from app.actions import accounts_links
from app.clock import now
from app.i18n import gettext as _
from app.models import AccountToken
from app.policies.accounts import may_use_link
from app.policies.verdicts import NotFound, Refused
from app.queries.accounts import link_of_token
from app.transaction import transaction
from app.web.accounts import blueprint
from app.web.accounts.forms import ForgottenForm, NewPasswordForm
from app.web.accounts.sign_in_views import Answer, settings
from app.web.kit.access import public
from app.web.kit.login import end_session


@blueprint.get("/set-password/<token>")
@public
def link(token: str) -> Answer:
    """The page a single-use link opens; looking at it does not use it up."""
    found = _open_link(token)
    return _link_page(NewPasswordForm(), found) if found else _gone()


@blueprint.post("/set-password/<token>")
@public
def set_password(token: str) -> Answer:
    """Set the password; the link then opens nothing more."""
    found, form = _open_link(token), NewPasswordForm()
    if found is None:
        return _gone()
    if form.validate_on_submit():
        try:
            with form.refusals(), transaction():
                actions.set_password_by_link(token, form.password.data)
        except Refused:
            return _gone()
        if not form.errors:
            end_session()
            flash(_("Your password is set. Please sign in with it."), "success")
            return redirect(url_for("accounts.sign_in"), 303)
    return _link_page(form, found), 422


@blueprint.get("/forgotten-password")
@public
def forgotten() -> Answer:
    """The page where one asks for a link by mail."""
    return _forgotten_page(ForgottenForm())


@blueprint.post("/forgotten-password")
@public
def ask_for_link() -> Answer:
    """Send a link to the address if it has an account; the answer is the same for every address."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return _forgotten_page(form), 422
    with transaction():
        accounts_links.request_reset(form.email.data, _address_of)
    return render_template("accounts/link_sent.html", email=form.email.data)


def _address_of(token: str) -> str:
    # From the settings, not from the request: a forged Host header must not reach a mail.
    return settings().base_url + url_for("accounts.link", token=token)


def _open_link(token: str) -> AccountToken | None:
    try:
        found = link_of_token(token)
    except NotFound:
        return None
    return found if may_use_link(found, now()) else None


def _link_page(form: NewPasswordForm, found: AccountToken) -> str:
    return render_template("accounts/set_password.html", form=form, link=found)


def _gone() -> tuple[str, int]:
    return render_template("accounts/link_gone.html"), 410


def _forgotten_page(form: ForgottenForm) -> str:
    return render_template("accounts/forgotten.html", form=form, sends_mail=settings().smtp_url is not None)
