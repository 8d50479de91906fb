"""The frame of every page: headers, language, and what an unknown address answers."""

from flask.testing import FlaskClient


def test_every_answer_carries_a_strict_policy(client: FlaskClient) -> None:
    answer = client.get("/no-such-page")

    assert answer.status_code == 404
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_language_follows_the_browser_and_the_cookie(client: FlaskClient) -> None:
    english = client.get("/no-such-page", headers={"Accept-Language": "en"})
    client.set_cookie("language", "ja")
    japanese = client.get("/no-such-page", headers={"Accept-Language": "en"})

    assert '<html lang="en"' in english.text
    assert '<html lang="ja"' in japanese.text
