"""What a person sees when something cannot be done: what happened, what to do, nothing lost."""

from flask import Flask, current_app, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.exports.typesetting import PdfFailed
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.wording import reason

_WITHOUT_DATABASE = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><title>すりあわせ Suriawase</title>'
    "<h1>ただいまご利用になれません / Not available at the moment</h1>"
    "<p>しばらくしてから、もう一度お試しください。 Please try again in a little while.</p></html>"
)
PAGES = (403, 404, 409, 413, 422, 429, 500)


def register(app: Flask) -> None:
    """Answer refusals and errors with pages."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(PdfFailed, _not_set)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _failed)


def _page(status: int, why: str = "", needs: tuple[str, ...] = ()) -> tuple[str, int]:
    return render_template(f"errors/{status}.html", reason=why, needs=needs), status


def _refused(error: Refused) -> tuple[str, int]:
    verdict = error.verdict
    params = {k: v for k, v in verdict.params.items() if k != "constraint"}
    status = 403 if verdict.ground is Ground.PERSON else 409
    return _page(status, reason(verdict.code, params), tuple(reason(code, params) for code in verdict.needs))


def _invalid(error: Invalid) -> tuple[str, int]:
    return _page(422, reason(error.code, error.params))


def _not_found(_error: NotFound) -> tuple[str, int]:
    return _page(404)


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    return _page(422, reason("stale_form"))


def _not_set(error: PdfFailed) -> tuple[str, int]:
    current_app.logger.warning("a document could not be set: %s", error)
    return _page(500, reason("not_set"))


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if error.code in PAGES:
        return _page(error.code)
    return _page(404) if error.code == 405 else error


def _failed(_error: Exception) -> tuple[str, int]:
    try:
        return _page(500)
    except SQLAlchemyError:  # the page asks the database for the council's name
        return _WITHOUT_DATABASE, 500
