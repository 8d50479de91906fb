"""Pages of what never changes: the browser asks with the tag of the page it has, and is told that it may keep it."""

import hashlib
from collections.abc import Callable
from functools import lru_cache

from flask import make_response, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.config import ROOT
from app.domain.hashing import canonical_json, digest
from app.i18n import current_locale
from app.queries.notices import unread_notices
from app.web.kit.access import viewer


def unless_known(parts: list[str], render: Callable[[], str]) -> Response:
    """The page, or 304 where the browser has it. parts are what its content depends on, such as a hash.

    What surrounds the content counts too: person, language, unread notices, form token, this very program. A page
    with a message to show is neither kept nor answered from what is kept.
    """
    has_message = "_flashes" in session
    tag = _tag(parts)
    if has_message:
        return make_response(render())
    known = tag in request.if_none_match
    answer = make_response("", 304) if known else make_response(render())
    answer.set_etag(tag)
    return answer


def _tag(parts: list[str]) -> str:
    generate_csrf()
    person = viewer()
    around = [person.id, person.printed, current_locale(), unread_notices(person), session["csrf_token"]]
    return digest(canonical_json([*parts, *around, program()])).partition(":")[2]


@lru_cache(maxsize=1)
def program() -> str:
    """The fingerprint of everything a page is made with: templates, words, styles, scripts."""
    hasher = hashlib.sha256()
    for folder, pattern in (("templates", "*.html"), ("translations", "*.mo"), ("static", "*.*")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            hasher.update(path.name.encode() + path.read_bytes())
    return hasher.hexdigest()
