"""Who reaches the register and a decision: everybody who may read its group."""

from tests.access.table import Row

_READS = {"everyone": 200, "other_partner": 404}

TABLE = {
    "decisions.index": Row("GET", "/decisions"),
    "decisions.register_file": Row("GET", "/decisions/register.csv"),
    "decisions.show": Row("GET", "/decisions/{decision_id}", **_READS),
    "decisions.numbered": Row(
        "GET", "/decisions/number/令和８年度　教育－１号", everyone=302, other_partner=404
    ),
    "decisions.file": Row("GET", "/decisions/{decision_id}/decision.md", **_READS),
}
