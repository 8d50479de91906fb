"""Settings from the environment, in one class, checked at start."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent


class SettingError(Exception):
    """A setting that cannot be used; the message names it and says what would do."""


class Mode(StrEnum):
    """How an installation runs."""

    DEMO = "demo"
    PRODUCTION = "production"
    TEST = "test"


@dataclass(frozen=True)
class Settings:
    """Everything the environment decides."""

    mode: Mode
    secret_key: str
    database_url: str
    base_url: str
    smtp_url: str | None = None
    mail_from: str = "suriawase@localhost"
    session_hours: int = 10
    upload_megabytes: int = 10
    trusted_proxies: int = 0

    @property
    def demo(self) -> bool:
        """Whether the demo accounts may be used to sign in by one click."""
        return self.mode is Mode.DEMO

    @property
    def https(self) -> bool:
        """Whether cookies may be limited to encrypted connections."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """Read and check the environment; raise SettingError naming the setting that is wrong."""
        mode = _mode(env.get("SURIAWASE_MODE", "production"))
        return cls(
            mode=mode,
            secret_key=_secret(env.get("SECRET_KEY", ""), mode),
            database_url=_database(env.get("DATABASE_URL", "")),
            base_url=_url(env.get("BASE_URL", "http://127.0.0.1:8000"), "BASE_URL", ("http", "https")),
            smtp_url=_optional_url(env.get("SMTP_URL", ""), "SMTP_URL", ("smtp", "smtps", "smtp+starttls")),
            mail_from=env.get("MAIL_FROM", "suriawase@localhost"),
            session_hours=_number(env, "SESSION_HOURS", 10, 1, 24 * 7),
            upload_megabytes=_number(env, "UPLOAD_MEGABYTES", 10, 1, 100),
            trusted_proxies=_number(env, "TRUSTED_PROXIES", 0, 0, 5),
        )


def _mode(value: str) -> Mode:
    try:
        return Mode(value)
    except ValueError:
        raise SettingError(f"SURIAWASE_MODE is {value!r}; use demo or production") from None


def _secret(value: str, mode: Mode) -> str:
    if value:
        if mode is Mode.PRODUCTION and len(value) < 32:
            raise SettingError("SECRET_KEY is too short; use at least 32 random characters")
        return value
    if mode is Mode.PRODUCTION:
        raise SettingError("SECRET_KEY is missing; in production set it to at least 32 random characters")
    return _kept_secret()


def _kept_secret() -> str:
    """A demo's own key, kept beside its database so that all worker processes share it."""
    path = ROOT / "instance" / "secret_key"
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x") as new:
            path.chmod(0o600)
            new.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _database(value: str) -> str:
    if not value:
        (ROOT / "instance").mkdir(exist_ok=True)
        return f"sqlite:///{ROOT / 'instance' / 'suriawase.sqlite3'}"
    if value.startswith(("postgres://", "postgresql://")):
        value = "postgresql+psycopg://" + value.split("://", 1)[1]
    try:
        url = make_url(value)
    except ArgumentError:
        raise SettingError("DATABASE_URL is not a database address") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise SettingError("DATABASE_URL must name SQLite or PostgreSQL")
    return value


def _url(value: str, name: str, schemes: tuple[str, ...]) -> str:
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.netloc:
        raise SettingError(
            f"{name} is {value!r}; it must begin with {' or '.join(s + '://' for s in schemes)}"
        )
    return value.rstrip("/")


def _optional_url(value: str, name: str, schemes: tuple[str, ...]) -> str | None:
    return _url(value, name, schemes) if value else None


def _number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingError(f"{name} is {text!r}; it must be a whole number from {low} to {high}")
    return int(text)
