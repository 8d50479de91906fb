"""Who reaches the routes of ballots: the world's open round has no position and no departure yet."""

from tests.access.table import Row

_READS = {"everyone": 200, "other_partner": 404}


def _voices(status: int) -> dict[str, int]:
    return {"everyone": 403, "other_partner": 404, "representative": status, "deputy": status}


def _leads(status: int) -> dict[str, int]:
    return {"everyone": 403, "other_partner": 404, "chair": status, "secretary": status}


def _only(role: str, status: int) -> dict[str, int]:
    return {"everyone": 403, "other_partner": 404, role: status}


TABLE = {
    "ballots.index": Row("GET", "/ballots"),
    "ballots.show": Row("GET", "/ballots/{round_id}", **_READS),
    "ballots.tally": Row("GET", "/ballots/{round_id}/tally", **_READS),
    "ballots.imagine": Row("GET", "/ballots/{round_id}/what-if", **_READS),
    "ballots.imagine_opening": Row("GET", "/differences/{number}/ballot/what-if", **_READS),
    "ballots.cast": Row("POST", "/ballots/{round_id}/position", **_voices(422)),
    "ballots.withdraw": Row("POST", "/ballots/{round_id}/withdraw", **_voices(409)),
    "ballots.instruct": Row("POST", "/ballots/{round_id}/cities/{city}/position", **_only("secretary", 422)),
    "ballots.withdraw_instructed": Row(
        "POST", "/ballots/{round_id}/cities/{city}/withdraw", **_only("secretary", 409)
    ),
    "ballots.settle": Row("POST", "/ballots/{round_id}/cities/{city}/departure", **_only("secretary", 409)),
    "ballots.dispose": Row("POST", "/ballots/{closed_round_id}/cities/{city}/disposition", **_leads(409)),
    "ballots.annotate": Row(
        "POST", "/ballots/{closed_round_id}/note", **(_voices(422) | _leads(422) | {"everyone": 403})
    ),
    "ballots.find": Row("POST", "/ballots/{round_id}/finding", **_only("chair", 409)),
    "ballots.open_fallback": Row("POST", "/ballots/{round_id}/fallback", **_leads(409)),
    "ballots.open_ballot": Row("POST", "/differences/{number}/ballot/open", **_leads(422)),
    "ballots.close_early": Row("POST", "/ballots/{round_id}/close", **_leads(409)),
    "ballots.extend": Row("POST", "/ballots/{round_id}/extend", **_leads(422)),
    "ballots.cancel": Row("POST", "/ballots/{round_id}/cancel", **_leads(422)),
    "ballots.casting_vote": Row("POST", "/ballots/{round_id}/casting-vote", **_only("chair", 409)),
}
