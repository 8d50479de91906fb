"""Who reaches the register and a decision, everybody who may read its group; and who has a word on exceptions."""

from tests.access.table import Row

_READS = {"everyone": 200, "other_partner": 404}

TABLE = {
    "decisions.index": Row("GET", "/decisions"),
    "decisions.register_file": Row("GET", "/decisions/register.csv"),
    "decisions.unimplemented": Row("GET", "/decisions/unimplemented"),
    "decisions.unimplemented_file": Row("GET", "/decisions/unimplemented.csv"),
    "decisions.show": Row("GET", "/decisions/{decision_id}", **_READS),
    "decisions.numbered": Row(
        "GET", "/decisions/number/令和８年度　教育－１号", everyone=302, other_partner=404
    ),
    # The first city has asked once already; another request waits for its answer.
    "decisions.ask": Row(
        "POST",
        "/decisions/{decision_id}/exceptions/new",
        everyone=403,
        representative=409,
        deputy=409,
        associate=422,
        other_partner=404,
    ),
    "decisions.answer_exception_page": Row(
        "POST", "/exceptions/{asked_id}/answer", everyone=403, chair=422, secretary=422, other_partner=404
    ),
    "decisions.end_exception_page": Row(
        "POST",
        "/exceptions/{granted_id}/end",
        everyone=403,
        representative=422,
        deputy=422,
        chair=422,
        secretary=422,
        other_partner=404,
    ),
    "decisions.correct": Row(
        "POST",
        "/decisions/{decision_id}/corrections/new",
        everyone=403,
        other_partner=404,
        chair=422,
        secretary=422,
    ),
    "decisions.object_to": Row(
        "POST",
        "/decisions/{corrected_id}/corrections/1/object",
        everyone=403,
        other_partner=404,
        representative=422,
        deputy=422,
    ),
    "decisions.file": Row("GET", "/decisions/{decision_id}/decision.md", **_READS),
}
