"""Signing in by address and password, or by one click in a demo; signing out; the language of the pages."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.actions import accounts as actions
from app.clock import now
from app.config import Settings
from app.domain.accounts import DEMO_PASSWORD
from app.i18n import LOCALES
from app.i18n import gettext as _
from app.policies.verdicts import Refused, Verdict
from app.queries.accounts import user_with_password
from app.queries.accounts_demo import demo_sides
from app.queries.people import person_named
from app.transaction import transaction
from app.web.accounts import blueprint
from app.web.accounts.forms import SignInForm
from app.web.kit.access import public, safe_target, signed_in
from app.web.kit.login import end_session, renew_session
from app.web.kit.requests import LANGUAGE_COOKIE
from app.wording import reason

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
A_YEAR = 365 * 24 * 3600


def settings() -> Settings:
    """The settings of the installation."""
    found: Settings = current_app.extensions["settings"]
    return found


@blueprint.get("/sign-in")
@public
def sign_in() -> Answer:
    """The page where one signs in; whoever is signed in goes on."""
    if current_user.is_authenticated:
        return redirect(safe_target(request.args.get("next"), "/"))
    return _sign_in_page(SignInForm(next=request.args.get("next", "")))


@blueprint.post("/sign-in")
@public
def enter() -> Answer:
    """Sign in; a wrong address and a wrong password get the same answer."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 422
    refused = attempt(form.email.data)
    if refused is not None:
        return too_many(refused)
    person = user_with_password(form.email.data, form.password.data)
    if person is None:
        form.form_errors.append(reason("sign_in_failed"))
        return _sign_in_page(form), 422
    with transaction():
        actions.complete_sign_in(person.id, form.password.data)
    renew_session(person)
    return redirect(safe_target(form.next.data, "/"), 303)


@blueprint.post("/demo-sign-in/<int:user_id>")
@public
def demo_sign_in(user_id: int) -> Answer:
    """Sign in as a demo account without a password; no such page outside a demo."""
    if not settings().demo:
        abort(404)
    person = person_named(user_id)
    if not person.active:
        abort(404)
    renew_session(person)
    return redirect(safe_target(request.form.get("next"), "/"), 303)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Answer:
    """Sign out on this computer."""
    end_session()
    flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.post("/language")
@public
def language() -> Answer:
    """Read this site in another language on this computer."""
    answer = redirect(safe_target(request.form.get("next"), "/"), 303)
    wanted = request.form.get("locale")
    if wanted in LOCALES:
        keep_language(answer, wanted)
    return answer


def keep_language(answer: Response, locale: str | None) -> None:
    """Keep the language in a cookie of this computer; None leaves it to account and browser."""
    if locale is None:
        answer.delete_cookie(LANGUAGE_COOKIE, samesite="Lax")
        return
    answer.set_cookie(
        LANGUAGE_COOKIE, locale, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings().https
    )


def attempt(email: str) -> Verdict | None:
    """Note that a password is about to be tried; the refusal where it is one time too many."""
    try:
        with transaction():
            actions.begin_attempt(email, request.remote_addr or "")
    except Refused as refusal:
        if refusal.verdict.code != "too_many_attempts":
            raise
        return refusal.verdict
    return None


def too_many(verdict: Verdict) -> tuple[str, int, dict[str, str]]:
    """The page that says when the next attempt is possible."""
    until = verdict.params["until"]
    seconds = max(1, round((until - now()).total_seconds()))
    return render_template("accounts/throttled.html", until=until), 429, {"Retry-After": str(seconds)}


def _sign_in_page(form: SignInForm) -> str:
    sides = demo_sides(now()) if settings().demo else []
    return render_template("accounts/sign_in.html", form=form, sides=sides, demo_password=DEMO_PASSWORD)
