"""M10: the manual as data: complete, in a documented form, with provenance, the same bytes in every language."""

import json
import re
from pathlib import Path

from sqlalchemy.orm import Session

from app.config import ROOT
from app.domain.hashing import canonical_json, digest
from app.exports.manual_json import FORM, to_json
from app.i18n import locale_scope
from app.queries.manual.editions import edition_numbered
from app.queries.manual.reading import whole_edition
from tests.builders.decided import a_quick_decision
from tests.builders.manual import a_section, a_text, an_edition, an_introduction
from tests.exports.test_manual import OF_DOMAIN, known_edition

DOCUMENTED = Path(ROOT / "docs" / "edition-json.md").read_text(encoding="utf-8")


def test_m1_the_data_are_the_same_bytes_in_every_language() -> None:
    with locale_scope("ja"):
        japanese = to_json(known_edition())
    with locale_scope("en"):
        assert to_json(known_edition()) == japanese
    data = json.loads(japanese)
    (section, decided) = data["chapters"][0]["sections"]

    assert data["form"] == FORM
    assert section["paragraphs"][0]["provenance"] is None
    assert decided["paragraphs"][0]["provenance"]["decision"]["number"]


def test_m3_the_documented_way_to_check_the_hash_gives_the_hash_of_the_edition(session: Session) -> None:
    decision = a_quick_decision(exceptions="日野市を除く。")
    a_text(a_section(decision.group))
    an_introduction("EDU", "この分野の解説。")
    edition = an_edition()
    data = json.loads(to_json(whole_edition(edition_numbered(1))))
    paragraphs = [
        {
            "group": chapter["code"],
            "section": section["anchor"],
            "section_title": section["title"],
            "decision_id": paragraph["provenance"]["decision"]["id"] if paragraph["provenance"] else None,
            **{name: paragraph[name] for name in ("anchor", "title", "body", "normative")},
            "provenance": paragraph["provenance"] or {},
        }
        for chapter in data["chapters"]
        for section in chapter["sections"]
        for paragraph in section["paragraphs"]
    ]
    whole = {"form": "manual-edition-1", "frame": data["frame"], "paragraphs": paragraphs}

    assert digest(canonical_json(whole)) == edition.content_hash == data["edition"]["content_hash"]


def test_m1_m2_an_introduction_of_a_domain_is_there_only_where_one_is_and_binds_nobody() -> None:
    without, data = json.loads(to_json(known_edition())), json.loads(to_json(known_edition(OF_DOMAIN)))

    assert "introductions" not in without
    assert data.pop("introductions") == [
        {
            "anchor": "edu-introduction",
            "domain": {"ja": "教育", "en": "Education"},
            "normative": False,
            "body": OF_DOMAIN.body,
        }
    ]
    assert data == without


def test_every_name_in_the_data_is_documented() -> None:
    names = {
        name
        for name in re.findall(r'"(\w+)":', to_json(known_edition(OF_DOMAIN)).decode())
        if not re.fullmatch(r"\d+", name)
    }

    assert {name for name in names if f"`{name}`" not in DOCUMENTED} == set()
    assert f"`{FORM}`" in DOCUMENTED
