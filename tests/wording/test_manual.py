"""A decision in one line: the vote in a few words, in both languages."""

from datetime import date

import pytest

from app.domain.provenance import Provenance
from app.i18n import locale_scope
from app.wording.manual import basis_words, signoff_words, tally_words
from tests.builders.provenance import a_signature, some_facts


@pytest.mark.parametrize(
    ("letters", "japanese", "english"),
    [
        ("aaa", "3市全会一致", "3 cities, unanimous"),
        ("aca", "3市全会一致（付帯意見付き賛成1）", "3 cities, unanimous (Approve with comments 1)"),
        ("aar", "2市全会一致（回避1）", "2 cities, unanimous (Recuse 1)"),
        ("aox", "賛成1、反対1、保留1（過半数）", "Approve 1, Object 1, Abstain 1 (Majority)"),
    ],
)
def test_b19_the_vote_in_a_few_words(letters: str, japanese: str, english: str) -> None:
    source = read(some_facts(letters, rule="majority"))
    for locale, words in (("ja", japanese), ("en", english)):
        with locale_scope(locale):
            assert tally_words(source) == words


def test_m3_the_decision_in_one_line() -> None:
    source = read(some_facts(signoffs=[a_signature(), a_signature("三鷹市")]))
    with locale_scope("ja"):
        line = basis_words(source, date.isoformat)

    assert line == (
        "令和8年度 教育-12号 / 2026-11-23決定 / 3市全会一致 / 2市の管理職が決裁 / 第3回会議 / 2027-04-01施行"
    )


def test_a_matter_of_the_group_names_no_managers() -> None:
    assert signoff_words(read(some_facts())) == ""
    assert tally_words(read(some_facts(cities=[]))) == ""


def read(facts: dict[str, object]) -> Provenance:
    source = Provenance.from_facts(facts)
    assert source is not None
    return source
