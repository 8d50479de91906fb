"""Who reaches the routes of sign-off. The escalation waits for the manager, whose city is the representative's."""

from tests.access.table import Row

_READS = {"everyone": 200, "other_partner": 404}
_OF_THE_CITY = dict.fromkeys(("representative", "deputy", "member", "manager"), 303)

TABLE = {
    "signoff.index": Row("GET", "/sign-off"),
    "signoff.show": Row("GET", "/sign-off/{escalation_id}", **_READS),
    "signoff.pack": Row("GET", "/sign-off/{escalation_id}/papers", **_READS),
    "signoff.pack_file": Row("GET", "/sign-off/{escalation_id}/papers.pdf", **_READS),
    "signoff.step": Row("GET", "/sign-off/steps/{step_id}", everyone=303, other_partner=404),
    "signoff.sign": Row(
        "POST", "/sign-off/steps/{step_id}/sign", everyone=403, manager=422, other_partner=404
    ),
    # Every field of a reference may be left empty.
    "signoff.reference": Row(
        "POST",
        "/sign-off/routes/{city_route_id}/reference",
        everyone=403,
        other_partner=404,
        **_OF_THE_CITY,
    ),
    # Every city has its route already.
    "signoff.lay": Row(
        "POST", "/sign-off/routes/{city_route_id}/lay", everyone=403, secretary=409, other_partner=404
    ),
    "signoff.absences": Row("GET", "/sign-off/absences", everyone=200, partner=403, other_partner=403),
    "signoff.new_absence": Row(
        "POST", "/sign-off/absences/{city}/new", everyone=403, manager=422, secretary=422
    ),
    "signoff.end_absence": Row(
        "POST", "/sign-off/absences/{absence_id}/end", everyone=403, manager=303, secretary=303
    ),
    "signoff.pass_over": Row(
        "POST",
        "/sign-off/steps/{step_id}/pass-over/{signing_post_id}",
        everyone=403,
        other_partner=404,
        **_OF_THE_CITY,
    ),
    "signoff.reading": Row("GET", "/sign-off/readings/{reading_id}", everyone=404, manager=303),
    "signoff.read": Row("POST", "/sign-off/readings/{reading_id}/read", everyone=404, manager=303),
    # The council does not ask its board.
    "signoff.board": Row(
        "POST", "/differences/{escalated}/board", everyone=403, secretary=409, other_partner=404
    ),
    "signoff.escalate": Row(
        "POST", "/differences/{number}/escalate", everyone=403, chair=422, secretary=422, other_partner=404
    ),
}
