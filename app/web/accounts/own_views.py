"""The own account: who one is here, the language, the password, the sessions."""

from flask import flash, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from app.actions import accounts as actions
from app.clock import now
from app.i18n import LOCALES
from app.i18n import gettext as _
from app.policies.deputies import may_keep_deputies
from app.queries.accounts import password_matches, roles_held
from app.transaction import transaction
from app.web.accounts import blueprint
from app.web.accounts.forms import ChangePasswordForm, ConfirmForm, LanguageForm
from app.web.accounts.sign_in_views import Answer, attempt, keep_language, too_many
from app.web.kit.access import signed_in, viewer
from app.web.kit.login import end_session, renew_session
from app.wording import reason


@blueprint.get("/account")
@signed_in
def show() -> Answer:
    """The own account."""
    return _account_page(_language_form())


@blueprint.post("/account/language")
@signed_in
def change_language() -> Answer:
    """Choose the language of the pages and of mails."""
    form = _language_form()
    if not form.validate_on_submit():
        return _account_page(form), 422
    chosen = form.locale.data or None
    with transaction():
        actions.choose_language(viewer(), chosen)
    answer = redirect(url_for("accounts.show"), 303)
    keep_language(answer, chosen)
    return answer


@blueprint.get("/account/password")
@signed_in
def password() -> Answer:
    """The page to change the own password."""
    return render_template("accounts/password.html", form=ChangePasswordForm())


@blueprint.post("/account/password")
@signed_in
def change_password() -> Answer:
    """Change the own password, with the current one; other sessions end, this one is renewed."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        refused = attempt(viewer().email)
        if refused is not None:
            return too_many(refused)
        if not password_matches(viewer(), form.current.data):
            form.current.errors = [reason("wrong_password")]
        else:
            with form.refusals(), transaction():
                actions.change_password(viewer(), form.new_password.data)
    if form.is_submitted() and not form.errors:
        renew_session(viewer())
        flash(_("Your password is changed. Every other session has ended."), "success")
        return redirect(url_for("accounts.show"), 303)
    return render_template("accounts/password.html", form=form), 422


@blueprint.get("/account/sign-out-everywhere")
@signed_in
def everywhere() -> Answer:
    """The page that asks before every session ends."""
    return render_template("accounts/everywhere.html", form=ConfirmForm())


@blueprint.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> Answer:
    """End every session, on every computer (A2)."""
    with transaction():
        actions.sign_out_everywhere(viewer())
    end_session()
    flash(_("You are signed out on every computer."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


def _language_form() -> LanguageForm:
    form = LanguageForm(locale=viewer().locale or "")
    names = {"ja": "日本語", "en": "English"}
    form.locale.choices = [
        SelectChoice("", _("As the browser says")),
        *(SelectChoice(locale, names[locale]) for locale in LOCALES),
    ]
    return form


def _account_page(form: LanguageForm) -> str:
    roles, posts = roles_held(viewer(), now()), viewer().posts_at(now())
    may_appoint = may_keep_deputies(viewer(), now())
    return render_template("accounts/show.html", form=form, roles=roles, posts=posts, may_appoint=may_appoint)
