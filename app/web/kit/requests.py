"""What happens around every request: a database scope, the language, rounds that are due, and the headers."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from flask import Flask, Response, request
from flask_login import current_user

from app.actions.closing import close_due_rounds
from app.actions.events import request_id
from app.clock import now
from app.extensions import Database
from app.i18n import LOCALES, set_locale
from app.queries.ballots import any_round_due
from app.transaction import transaction

LANGUAGE_COOKIE = "language"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


class DatabaseScope:
    """WSGI middleware: one session for each request, closed at its end whatever happened."""

    def __init__(self, wsgi_app: Any, database: Database) -> None:
        self.wsgi_app = wsgi_app
        self.database = database

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self.database.scope():
            answer: Iterable[bytes] = self.wsgi_app(environ, start_response)
            return answer


class WithoutNul:
    """WSGI middleware: an address without NUL characters, which no text has and PostgreSQL refuses."""

    def __init__(self, wsgi_app: Any) -> None:
        self.wsgi_app = wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["PATH_INFO"] = environ.get("PATH_INFO", "").replace("\0", "")
        environ["QUERY_STRING"] = environ.get("QUERY_STRING", "").replace("%00", "")
        answer: Iterable[bytes] = self.wsgi_app(environ, start_response)
        return answer


def register(app: Flask) -> None:
    """Hang the hooks on the application."""
    app.before_request(_name_request)
    app.before_request(_choose_language)
    app.before_request(_close_due_rounds)
    app.after_request(_headers)


def _name_request() -> None:
    request_id.set(uuid4().hex)


def _choose_language() -> None:
    wanted = request.cookies.get(LANGUAGE_COOKIE)
    if wanted not in LOCALES and current_user.is_authenticated:
        wanted = current_user.locale
    set_locale(wanted or request.accept_languages.best_match(LOCALES) or LOCALES[0])


def _close_due_rounds() -> None:
    # With no worker running a round still closes by the clock (B25): whoever comes by records it.
    if request.endpoint != "static" and any_round_due(now()):
        with transaction():
            close_due_rounds()


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.endpoint == "static":
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        headers.setdefault("Cache-Control", "private, no-cache")
        headers.setdefault("Vary", "Cookie, Accept-Language")
    return response
