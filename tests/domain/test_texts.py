"""The canonical form of a proposal's text, and its hash."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.texts import (
    ESCALATING,
    CustomizationAnswer,
    Flag,
    OutcomeKind,
    ProposalText,
    canonical,
    normalise,
    normalise_line,
    same_text,
    text_hash,
)

TEXT = ProposalText(
    title="児童手当の現況届",
    body="# 案\n省略する。",
    outcome=OutcomeKind.UNIFY,
    flags=frozenset({Flag.RULE_CHANGE, Flag.BASIC_POLICY}),
    customization_answer=None,
    scope="3市",
    effective_on=date(2026, 10, 1),
    exceptions="なし",
    attachment_hashes=("sha256-v1:bb", "sha256-v1:aa"),
)

CHANGED = {
    "title": "児童手当の現況届について",
    "body": "# 案\n省略しない。",
    "outcome": OutcomeKind.PER_CITY,
    "flags": frozenset({Flag.RULE_CHANGE}),
    "customization_answer": CustomizationAnswer.ADOPT,
    "scope": "2市",
    "effective_on": None,
    "exceptions": "",
    "attachment_hashes": ("sha256-v1:aa",),
}

CANONICAL = (
    '{"attachment_hashes":["sha256-v1:aa","sha256-v1:bb"],"body":"# 案\\n省略する。","customization_answer":null,'
    '"effective_on":"2026-10-01","exceptions":"なし","flags":["basic_policy","rule_change"],'
    '"form":"proposal-text-1","outcome":"unify","scope":"3市","title":"児童手当の現況届"}'
)


def test_t2_the_canonical_form_is_pinned_to_the_byte() -> None:
    assert canonical(TEXT) == CANONICAL.encode()


def test_t2_the_hash_is_pinned_and_names_its_algorithm() -> None:
    assert text_hash(TEXT) == "sha256-v1:51410c8d15bbd9feda5a1d587e67d13a48db90eaf30cef1e138355fd30073ecd"


@pytest.mark.parametrize("field", [field.name for field in fields(ProposalText)])
def test_t2_changing_any_field_changes_the_hash(field: str) -> None:
    changed = replace(TEXT, **{field: CHANGED[field]})
    assert text_hash(changed) != text_hash(TEXT)
    assert not same_text(changed, TEXT)


def test_t2_every_pair_of_changes_differs_too() -> None:
    hashes = {text_hash(replace(TEXT, **{name: value})) for name, value in CHANGED.items()}
    assert len(hashes) == len(CHANGED)


def test_t2_moving_words_from_one_field_to_the_next_changes_the_hash() -> None:
    one = replace(TEXT, scope="3市なし", exceptions="")
    other = replace(TEXT, scope="3市", exceptions="なし")
    assert text_hash(one) != text_hash(other)


def test_l6_each_flag_is_part_of_the_hashed_text() -> None:
    bare = replace(TEXT, flags=frozenset())
    assert len({text_hash(replace(bare, flags=frozenset({flag}))) for flag in Flag} | {text_hash(bare)}) == 7


def test_l6_every_flag_escalates() -> None:
    assert frozenset(Flag) == ESCALATING


def test_t2_the_order_of_attachments_says_nothing_but_their_number_does() -> None:
    assert same_text(TEXT, replace(TEXT, attachment_hashes=("sha256-v1:aa", "sha256-v1:bb")))
    assert not same_text(
        TEXT, replace(TEXT, attachment_hashes=("sha256-v1:aa", "sha256-v1:aa", "sha256-v1:bb"))
    )


@pytest.mark.parametrize(
    "typed",
    [
        "# 案\r\n省略する。\r\n",
        "# 案\r省略する。",
        "\n\n# 案  \n省略する。\u3000\n\n",
        "# 案\v省略する。",
        "# 案\u2028省略する。",
        "# 案\n省略する。\x00",
        "\ud800# 案\n省略する。",
    ],
)
def test_t3_what_nobody_can_see_is_no_change(typed: str) -> None:
    assert same_text(TEXT, replace(TEXT, body=typed))


@pytest.mark.parametrize(
    "typed", ["\u3000# 案\n省略する。", "# 案\n\n省略する。", "# 案\n省略 する。", "# 案 省略する。"]
)
def test_t3_what_a_reader_sees_is_a_change(typed: str) -> None:
    assert not same_text(TEXT, replace(TEXT, body=typed))


def test_t2_composed_and_decomposed_letters_are_one() -> None:
    assert same_text(replace(TEXT, body="ガイド"), replace(TEXT, body="カ\u3099イト\u3099"))


def test_t2_full_width_and_half_width_stay_apart() -> None:
    assert not same_text(replace(TEXT, body="10日"), replace(TEXT, body="１０日"))


def test_a_title_is_one_line() -> None:
    assert normalise_line(" 児童\r\n手当\u3000\n") == "児童 手当"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert normalise_line(normalise_line(text)) == normalise_line(text)


@given(st.text(alphabet=st.characters()))
def test_every_text_has_a_canonical_form_and_a_hash(text: str) -> None:
    value = replace(TEXT, title=text, body=text, scope=text, exceptions=text)
    assert same_text(value, replace(value, body=normalise(text), title=normalise_line(text)))
    assert len(text_hash(value)) == len("sha256-v1:") + 64
