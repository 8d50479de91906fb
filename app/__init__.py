"""Suriawase: the whole wiring of the application on one screen."""

import os

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli
from app.config import ROOT, Settings
from app.extensions import Database
from app.jobs import commands
from app.web import areas
from app.web.kit import errors, login, requests, templates


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """Wire an application for settings (by default those of the environment) and a database."""
    settings = settings or Settings.from_environment(os.environ)
    database = database or Database(settings.database_url)
    app = Flask(__name__, root_path=str(ROOT), static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.https,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.extensions["settings"] = settings
    app.extensions["database"] = database
    CSRFProtect(app)
    login.register(app)
    requests.register(app)
    templates.register(app)
    errors.register(app)
    areas.register(app)
    cli.register(app)
    commands.register(app)
    app.wsgi_app = requests.WithoutNul(requests.DatabaseScope(app.wsgi_app, database))  # type: ignore[method-assign]
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.trusted_proxies, settings.trusted_proxies)  # type: ignore[method-assign]
    return app
