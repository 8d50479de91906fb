"""Who reaches the routes of proposals. Proposal 1 is on the table, proposal 2 a draft, both by the secretariat.

The amendment to proposal 1 is by the representative.
"""

from tests.access.table import Row

_ONE = "/differences/{number}/proposals/1"
_AMENDMENT = f"{_ONE}/amendments/{{amendment}}"
_DRAFT = "/differences/{number}/proposals/2"
_READS = {"everyone": 200, "other_partner": 404}
_WRITERS = dict.fromkeys(
    ("representative", "deputy", "member", "chair", "observer", "secretary"),
    422,
)
_WRITES = {"everyone": 403, "other_partner": 404, **_WRITERS}
_LEADS = {"everyone": 403, "other_partner": 404, "chair": 422, "secretary": 422}

TABLE = {
    "proposals.show": Row("GET", _ONE, **_READS),
    "proposals.version": Row("GET", f"{_ONE}/versions/1", **_READS),
    "proposals.compare": Row("GET", f"{_ONE}/compare", **_READS),
    "proposals.compare_file": Row("GET", f"{_ONE}/compare.docx", **_READS),
    "proposals.compare_proposals": Row("GET", "/differences/{number}/proposals/compare", **_READS),
    "proposals.compare_proposals_file": Row("GET", "/differences/{number}/proposals/compare.docx", **_READS),
    "proposals.new": Row("POST", "/differences/{number}/proposals/new", **_WRITES),
    "proposals.edit": Row("POST", f"{_ONE}/edit", **_WRITES),
    "proposals.put_forward": Row("POST", f"{_DRAFT}/put-forward", **_LEADS),
    "proposals.withdraw": Row("POST", f"{_DRAFT}/withdraw", **_LEADS),
    "proposals.amendments": Row("GET", f"{_ONE}/amendments", **_READS),
    "proposals.amendment": Row("GET", _AMENDMENT, **_READS),
    "proposals.amend": Row("POST", f"{_ONE}/amendments/new", **_WRITES),
    "proposals.accept": Row("POST", f"{_AMENDMENT}/accept", **_LEADS),
    "proposals.decline": Row("POST", f"{_AMENDMENT}/decline", **_LEADS),
    "proposals.take_back": Row(
        "POST", f"{_AMENDMENT}/withdraw", everyone=403, other_partner=404, representative=303
    ),
    "proposals.preview": Row("POST", "/markdown/preview", everyone=200),
}
