"""Who reaches the groups: everybody who is signed in, partners only theirs; deputies: representatives alone."""

from tests.access.table import Row

_VOICES = {"everyone": 403, "representative": 200, "associate": 200}

TABLE = {
    "groups.index": Row("GET", "/groups"),
    "groups.show": Row("GET", "/groups/{code}", other_partner=404),
    "groups.deputies": Row("GET", "/deputies", **_VOICES),
    "groups.appoint_deputy": Row(
        "POST", "/deputies/new", **{**_VOICES, "representative": 422, "associate": 422}
    ),
    "groups.end_deputy": Row("POST", "/deputies/{deputy_id}/end", everyone=403, representative=303),
}
