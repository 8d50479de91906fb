"""Flask-Login: who the session belongs to. An ended session, role or account counts at the next request (A2)."""

from flask import Flask, session
from flask_login import LoginManager, login_user, logout_user

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


def renew_session(person: User) -> None:
    """Begin a session of a person; nothing of the one before it stays."""
    session.clear()
    session.permanent = True
    login_user(person)


def end_session() -> None:
    """End the session on this computer."""
    logout_user()
    session.clear()
