"""The documented form of a text gives its hash without this program (T2)."""

import hashlib
import json
import re

from app.domain.texts import FORM, OutcomeKind, ProposalText, canonical
from tests.architecture.source import ROOT

PAGE = next((ROOT / "docs" / "decisions").glob("*-the-form-in-which-a-text-is-hashed.md"))


def test_t2_the_documented_example_has_the_documented_hash() -> None:
    said = PAGE.read_text(encoding="utf-8")
    example = re.findall(r"```json\n(.*)\n```", said)[0]
    digest = re.findall(r"`sha256-v1:([0-9a-f]{64})`", said)[0]

    assert hashlib.sha256(example.encode()).hexdigest() == digest
    assert json.loads(example)["form"] == FORM


def test_t2_the_page_names_every_key_of_the_form() -> None:
    said = PAGE.read_text(encoding="utf-8").partition("An example:")[0]
    keys = json.loads(canonical(ProposalText("題名", "本文", OutcomeKind.UNIFY)))

    assert {key for key in keys if f"`{key}`" not in said} == set()
