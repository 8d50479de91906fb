"""Pages that change seldom: the browser asks with the tag of what it has, and is told that it may keep it."""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache

from flask import make_response, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.config import ROOT
from app.domain.hashing import canonical_json, digest
from app.i18n import current_locale
from app.queries.notices import unread_notices
from app.web.kit.access import viewer

Kept = str | int | bool | None


def unless_known(parts: list[str], render: Callable[[], str]) -> Response:
    """The page, or 304 where the browser has it. parts are what its content depends on, such as a hash.

    What surrounds the content counts too: person, language, unread notices, form token, this very program. A page
    with a message to show is neither kept nor answered from what is kept.
    """
    has_message = "_flashes" in session
    tag = _tag([*parts, unread_notices(viewer())])
    if has_message:
        return make_response(render())
    known = tag in request.if_none_match
    answer = make_response("", 304) if known else make_response(render())
    answer.set_etag(tag)
    return answer


def part_unless_known(parts: Sequence[Kept], render: Callable[[], str]) -> Response:
    """A part of a page that its page asks for again and again, or 304; parts tell whether it has changed."""
    tag = _tag([*parts, "part"])
    answer = make_response("", 304) if tag in request.if_none_match else make_response(render())
    answer.set_etag(tag)
    return answer


def _tag(parts: Sequence[Kept]) -> str:
    """The tag of content that depends on parts: for one person, one language, one session, this very program."""
    generate_csrf()
    person = viewer()
    around = [person.id, person.printed, current_locale(), session["csrf_token"], program()]
    return digest(canonical_json([*parts, *around])).partition(":")[2]


@lru_cache(maxsize=1)
def program() -> str:
    """The fingerprint of everything a page is made with: templates, words, styles, scripts."""
    hasher = hashlib.sha256()
    for folder, pattern in (("templates", "*.html"), ("translations", "*.mo"), ("static", "*.*")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            hasher.update(path.name.encode() + path.read_bytes())
    return hasher.hexdigest()
