"""What an edition keeps of a decision is read back whole (M3)."""

from datetime import date

import pytest

from app.domain.positions import CityState
from app.domain.provenance import Provenance
from app.domain.tally import RuleKind
from app.domain.texts import Flag
from tests.builders.provenance import a_city_word, a_signature, some_facts


def test_m3_the_facts_are_read_back() -> None:
    source = read(some_facts(signoffs=[a_signature(), a_signature(post="教育部長")]))

    assert (source.number, source.difference, source.proposal, source.version) == (
        "令和8年度 教育-12号",
        "EDU-02-001",
        1,
        2,
    )
    assert (source.decided_on, source.effective_on) == (date(2026, 11, 23), date(2027, 4, 1))
    assert (source.rule, source.flags) == (RuleKind.UNANIMOUS, (Flag.RULE_CHANGE,))
    assert source.meeting is not None
    assert source.meeting.number == 3
    assert source.signed_cities == ("立川市",)


def test_a_text_without_a_decision_has_no_provenance() -> None:
    assert Provenance.from_facts({}) is None


def test_a_decision_of_the_managers_alone_has_no_round() -> None:
    source = read(some_facts(round=None, tally=None, cities=[], meeting=None))

    assert (source.round, source.rule, source.meeting, source.unanimous) == (None, None, None, False)


@pytest.mark.parametrize(
    ("letters", "unanimous"),
    [
        ("aaa", True),
        ("aca", True),
        ("aar", True),
        ("aax", False),
        ("aao", False),
        ("aa.", False),
        ("rrr", False),
    ],
)
def test_b8_b22_who_counts_as_agreeing(letters: str, unanimous: bool) -> None:
    assert read(some_facts(letters)).unanimous is unanimous


def test_b4_a_city_taken_out_of_the_count_is_in_no_number() -> None:
    gone = a_city_word("日野市", "object", departure="exclude")
    source = read(some_facts(cities=[a_city_word("立川市", "approve"), gone]))

    assert source.unanimous
    assert source.counts[CityState.OBJECT] == 0


def read(facts: dict[str, object]) -> Provenance:
    source = Provenance.from_facts(facts)
    assert source is not None
    return source
