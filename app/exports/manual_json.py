"""The manual as data: an edition or a chapter in JSON, with where every paragraph comes from (docs/edition-json.md)."""

import json
from itertools import groupby
from typing import Any

from app.domain.provenance import Named
from app.queries.manual.reading import Chapter, ParagraphRead, Sections, WholeEdition

FORM = "suriawase-manual-1"
"""Names the form of the file. Any change that a reader would notice needs a new name here and in the documentation."""


def to_json(whole: WholeEdition, *, complete: bool = True) -> bytes:
    """UTF-8 JSON in a documented form, the same in every language; equal editions give equal bytes (M1).

    A complete edition brings the frame with which its hash can be made again; a part of one does not.
    """
    edition = whole.edition
    data = {
        "form": FORM,
        "council": _names(whole.council),
        "edition": {
            "number": edition.number,
            "published_on": edition.published_on.isoformat(),
            "note": edition.note,
            "published_by": edition.cut_by_printed,
            "content_hash": edition.content_hash,
        },
        "frame": _sorted(edition.frame) if complete else None,
        **_introductions(whole),
        "chapters": [_chapter(chapter, sections) for chapter, sections in whole.chapters],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _introductions(whole: WholeEdition) -> dict[str, Any]:
    """What stands before the chapters of domains; nothing at all where nothing does, as in every edition before."""
    domains = (domain for domain, _chapters in groupby(whole.chapters, key=lambda pair: pair[0].domain))
    found = [
        {
            "anchor": text.anchor,
            "domain": _names(domain),
            "normative": text.normative,
            "body": text.body,
        }
        for domain in domains
        if (text := domain.introduction) is not None
    ]
    return {"introductions": found} if found else {}


def _names(named: Named) -> dict[str, str]:
    return {"ja": named.ja, "en": named.en}


def _chapter(chapter: Chapter, sections: Sections) -> dict[str, Any]:
    return {
        "code": chapter.code,
        "name": _names(chapter),
        "domain": _names(chapter.domain),
        "sections": [
            {
                "anchor": section.anchor,
                "title": section.title,
                "kind": section.kind.value if section.kind else None,
                "paragraphs": [_paragraph(read) for read in paragraphs],
            }
            for section, paragraphs in sections
        ],
    }


def _paragraph(read: ParagraphRead) -> dict[str, Any]:
    """Texts are Markdown; provenance is exactly what the edition keeps, its keys in order of the alphabet."""
    paragraph = read.paragraph
    return {
        "anchor": paragraph.anchor,
        "title": paragraph.title,
        "normative": paragraph.normative,
        "body": paragraph.body,
        "provenance": _sorted(paragraph.provenance) if paragraph.provenance else None,
    }


def _sorted(value: Any) -> Any:
    """PostgreSQL and SQLite keep the keys of stored facts in different orders."""
    if isinstance(value, list):
        return [_sorted(each) for each in value]
    return {key: _sorted(value[key]) for key in sorted(value)} if isinstance(value, dict) else value
