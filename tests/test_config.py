"""Settings: what the environment may say, and how a wrong one is named."""

import pytest

from app.config import Mode, SettingError, Settings

GOOD = {"SURIAWASE_MODE": "production", "SECRET_KEY": "0123456789abcdef0123456789abcdef"}


def test_production_without_a_secret_key_refuses_to_start() -> None:
    with pytest.raises(SettingError, match="SECRET_KEY"):
        Settings.from_environment({"SURIAWASE_MODE": "production"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SURIAWASE_MODE", "debug"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "not an address"),
        ("BASE_URL", "example.jp"),
        ("SMTP_URL", "http://mail"),
        ("SESSION_HOURS", "0"),
        ("SESSION_HOURS", "ten"),
        ("UPLOAD_MEGABYTES", "1000"),
        ("TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({**GOOD, name: value})


def test_a_postgresql_address_needs_nothing_else() -> None:
    settings = Settings.from_environment({**GOOD, "DATABASE_URL": "postgres://user@host/name"})

    assert settings.database_url == "postgresql+psycopg://user@host/name"


def test_demo_sign_in_exists_in_demo_mode_only() -> None:
    assert Settings.from_environment({**GOOD, "SURIAWASE_MODE": "demo"}).demo
    assert not Settings.from_environment(GOOD).demo
    assert Settings.from_environment(GOOD).mode is Mode.PRODUCTION
