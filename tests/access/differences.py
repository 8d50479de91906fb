"""Who reaches the routes of differences. The secretariat raised all of them."""

from tests.access.table import Row

_READS = {"everyone": 200, "other_partner": 404}
_OF_THE_GROUP = dict.fromkeys(
    ("representative", "deputy", "member", "chair", "observer", "associate", "partner", "secretary"), 422
)
_IMPORTS = {"everyone": 403, "secretary": 200}
_OF_THE_CITY = dict.fromkeys(("representative", "deputy", "member", "secretary"), 422)


def _leads(status: int) -> dict[str, int]:
    return {"everyone": 403, "other_partner": 404, "chair": status, "secretary": status}


TABLE = {
    "differences.index": Row("GET", "/differences"),
    "differences.imports": Row("GET", "/imports", **_IMPORTS),
    "differences.read_import": Row("POST", "/imports", everyone=403, secretary=422),
    "differences.import_template": Row("GET", "/imports/template.xlsx", **_IMPORTS),
    "differences.show_import": Row("GET", "/imports/{import_id}", **_IMPORTS),
    "differences.enter_import": Row("POST", "/imports/{import_id}", everyone=403, secretary=303),
    "differences.show": Row("GET", "/differences/{number}", **_READS),
    "differences.raise_in_group": Row(
        "POST", "/groups/{code}/raise", **{"everyone": 403, "other_partner": 404, **_OF_THE_GROUP}
    ),
    "differences.change": Row("POST", "/differences/{raised}/change", **_leads(422)),
    "differences.open_survey": Row("POST", "/differences/{raised}/survey/open", **_leads(303)),
    "differences.close_survey": Row("POST", "/differences/{surveying}/survey/close", **_leads(422)),
    "differences.practice": Row(
        "POST",
        "/differences/{surveying}/practices/{city}",
        **{"everyone": 403, "other_partner": 404, **_OF_THE_CITY},
    ),
    "differences.revisions": Row("GET", "/differences/{number}/practices/{city}/revisions", **_READS),
    "differences.hold": Row("POST", "/differences/{number}/hold", **_leads(422)),
    "differences.resume": Row("POST", "/differences/{held}/resume", **_leads(303)),
    "differences.withdraw": Row("POST", "/differences/{number}/withdraw", **_leads(422)),
    "differences.restore": Row("POST", "/differences/{withdrawn}/restore", **_leads(422)),
    "differences.merge": Row("POST", "/differences/{number}/merge", **_leads(422)),
    "differences.reopen": Row("POST", "/differences/{published}/reopen", **_leads(422)),
    "differences.announce_no_difference": Row(
        "POST", "/differences/{proposing}/no-difference/announce", **_leads(422)
    ),
    "differences.find_no_difference": Row(
        "POST", "/differences/{proposing}/no-difference/record", **_leads(409)
    ),
}
