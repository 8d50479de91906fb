"""Who reaches the pages of savings: readers; estimates are for who writes proposals, rates for the secretariat."""

from tests.access.table import Row

_ESTIMATE = "/differences/{number}/proposals/1/estimate"

TABLE = {
    "savings.index": Row("GET", "/savings"),
    "savings.register_file": Row("GET", "/savings/register.csv"),
    "savings.show": Row("GET", "/decisions/{decision_id}/savings", everyone=200, other_partner=404),
    "savings.record": Row(
        "POST",
        "/decisions/{decision_id}/savings",
        everyone=403,
        representative=422,
        deputy=422,
        other_partner=404,
    ),
    "savings.estimate": Row(
        "POST",
        _ESTIMATE,
        everyone=422,
        associate=403,
        outsider=403,
        manager=403,
        partner=403,
        other_partner=404,
        administrator=403,
    ),
    "savings.rates": Row("GET", "/savings/rates"),
    "savings.enter_rate": Row("POST", "/savings/rates", everyone=403, secretary=422),
}
