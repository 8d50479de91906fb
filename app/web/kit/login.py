"""Flask-Login: who the session belongs to. An ended session, role or account counts at the next request (A2)."""

from flask import Flask
from flask_login import LoginManager

from app.models import User
from app.queries.accounts import user_of_session

login_manager = LoginManager()
login_manager.session_protection = None


@login_manager.user_loader
def _load(identity: str) -> User | None:
    return user_of_session(identity)


def register(app: Flask) -> None:
    """Let Flask-Login keep the session of the application."""
    login_manager.init_app(app)
