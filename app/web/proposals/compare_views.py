"""Comparing versions and proposals: inline, as 新旧対照表, and as a file."""

from io import BytesIO

from flask import render_template, request, send_file
from werkzeug.wrappers import Response

from app.exports.pdf import to_pdf
from app.exports.proposals import comparison_document, comparison_filename
from app.exports.word import to_docx
from app.policies.verdicts import NotFound
from app.queries.council import the_council
from app.queries.proposals.comparing import (
    ComparisonPage,
    Shown,
    compared_proposals,
    compared_versions,
)
from app.web.kit.access import signed_in, viewer
from app.web.proposals import blueprint

FORMATS = {"docx": to_docx, "pdf": to_pdf}


@blueprint.get("/differences/<number>/proposals/<int:proposal>/compare")
@signed_in
def compare(number: str, proposal: int) -> str:
    """Any two versions of a proposal."""
    return render_template("proposals/compare.html", page=_versions(number, proposal), across=False)


@blueprint.get("/differences/<number>/proposals/<int:proposal>/compare.<any(docx, pdf):ending>")
@signed_in
def compare_file(number: str, proposal: int, ending: str) -> Response:
    """The comparison table of two versions as a file."""
    return _file(_versions(number, proposal), ending)


@blueprint.get("/differences/<number>/proposals/compare")
@signed_in
def compare_proposals(number: str) -> str:
    """Two proposals of a difference."""
    return render_template("proposals/compare.html", page=_proposals(number), across=True)


@blueprint.get("/differences/<number>/proposals/compare.<any(docx, pdf):ending>")
@signed_in
def compare_proposals_file(number: str, ending: str) -> Response:
    """The comparison table of two proposals as a file."""
    return _file(_proposals(number), ending)


def _versions(number: str, proposal: int) -> ComparisonPage:
    before, after = _asked("from"), _asked("to")
    return compared_versions(number, proposal, before, after, viewer(), _how())


def _proposals(number: str) -> ComparisonPage:
    page = compared_proposals(number, _asked("one"), _asked("other"), viewer(), _how())
    if page is None:
        raise NotFound
    return page


def _asked(name: str) -> int | None:
    return request.args.get(name, type=int)


def _how() -> Shown:
    return Shown(whole=request.args.get("whole") == "1", marks=request.args.get("marks") == "1")


def _file(page: ComparisonPage, ending: str) -> Response:
    content = FORMATS[ending](comparison_document(page, the_council()))
    return send_file(
        BytesIO(content), download_name=comparison_filename(page, ending), as_attachment=True, max_age=0
    )
