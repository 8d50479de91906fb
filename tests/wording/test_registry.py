"""The words of enum values and refusals."""

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from app.i18n import locale_scope
from app.wording import label, member, reason, registry, tone


class _Fruit(StrEnum):
    LIME = "lime"


class _Stone(StrEnum):
    LIME = "lime"


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in ("_labels", "_tones", "_reasons"):
        monkeypatch.setattr(registry, kept, {})


def test_values_of_two_enums_that_are_spelled_alike_have_their_own_words() -> None:
    registry.words({_Fruit.LIME: "a fruit"}, {_Fruit.LIME: "success"})
    registry.words({_Stone.LIME: "a stone"})

    assert (label(_Fruit.LIME), label(_Stone.LIME)) == ("a fruit", "a stone")
    assert (tone(_Fruit.LIME), tone(_Stone.LIME)) == ("success", "neutral")
    assert type(member("lime", "_Fruit")) is _Fruit
    assert len(registry.registered_values()) == 2


def test_a_sentence_says_instants_and_days_in_words() -> None:
    registry.reasons({"until": "%(until)s / %(day)s"})
    params = {"until": datetime(2026, 12, 1, 15, tzinfo=UTC), "day": date(2026, 12, 1)}

    with locale_scope("en"):
        assert reason("until", params) == "2026-12-01 (Tue) 24:00 JST / 2026-12-01 (Tue)"


def test_a_sentence_says_several_things_in_words() -> None:
    registry.words({_Fruit.LIME: "a fruit"})
    registry.words({_Stone.LIME: "a stone"})
    registry.reasons({"possible": "%(things)s"})

    with locale_scope("en"):
        assert reason("possible", {"things": (_Fruit.LIME, _Stone.LIME)}) == "a fruit, a stone"
