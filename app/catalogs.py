"""The catalogues of the interface: one PO file an area, one compiled catalogue a language."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.config import ROOT
from app.i18n import CATALOGS

Key = tuple[str, str]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "_p": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
METHODS = [("app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "extensions": "jinja2.ext.do", "silent": "false"}}


def used_messages() -> dict[Key, str]:
    """Every text the code and templates ask for, by (context, msgid), with the first place that does."""
    found: dict[Key, str] = {}
    extracted = extract_from_dir(
        str(ROOT),
        [(pattern, method) for pattern, method in METHODS],
        OPTIONS,
        keywords=KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in {".venv", "node_modules", "tests", ".git"},
    )
    for filename, line, message, _comments, context in extracted:
        singular = message[0] if isinstance(message, (tuple, list)) else message
        found.setdefault((context or "", singular), f"{filename}:{line}")
    return found


def translated(language: str) -> dict[Key, tuple[str, Path]]:
    """Every translated text of a language with the PO file it stands in."""
    found: dict[Key, tuple[str, Path]] = {}
    for path, catalog in _catalogs(language):
        for message in catalog:
            if message.id and message.string and not message.fuzzy:
                text, singular = _first(message.string), _first(message.id)
                found.setdefault((message.context or "", singular), (text, path))
    return found


def missing(language: str = "ja") -> dict[Key, str]:
    """The texts in use that have no translation, with where they are used."""
    known = translated(language)
    return {key: place for key, place in used_messages().items() if key not in known}


def unused(language: str = "ja") -> dict[Key, Path]:
    """The translations that nothing asks for any more, with the file they stand in."""
    used = used_messages()
    return {key: path for key, (_text, path) in translated(language).items() if key not in used}


def unlike(language: str = "ja") -> list[Key]:
    """The translations whose %(name)s differ from those of the text."""
    marks = re.compile(r"%\((\w+)\)")
    return [
        key
        for key, (text, _path) in translated(language).items()
        if not set(marks.findall(text)) <= set(marks.findall(key[1])) | {"n", "num"}
    ]


def compile_catalogs() -> list[Path]:
    """Write each language's messages.mo from its PO files."""
    written = []
    for folder in sorted(path for path in CATALOGS.iterdir() if path.is_dir()):
        whole = Catalog(locale=folder.name)
        for _path, catalog in _catalogs(folder.name):
            for message in catalog:
                if message.id and not message.fuzzy:
                    whole.add(message.id, message.string, context=message.context)
        target = folder / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as out:
            write_mo(out, whole)
        written.append(target)
    return written


def _catalogs(language: str) -> Iterator[tuple[Path, Catalog]]:
    for path in sorted((CATALOGS / language).glob("*.po")):
        with path.open("rb") as source:
            yield path, read_po(source, locale=language)


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]
