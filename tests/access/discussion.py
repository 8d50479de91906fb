"""Who reaches the routes of the discussion. The representative's city raised the concerns and owns item and caucus."""

from tests.access.table import Row
from tests.builders.discussion import a_file

_FILE = a_file().filename
_READS = {"everyone": 200, "other_partner": 404}
_OUT = {"everyone": 403, "other_partner": 404}
_SPEAK = {
    **_OUT,
    **dict.fromkeys(
        ("representative", "deputy", "member", "chair", "observer", "associate", "partner", "secretary"), 422
    ),
}
_RAISERS = {**_OUT, "representative": 422, "deputy": 422}
_OF_CITY_OR_LEAD = {
    **_OUT,
    **dict.fromkeys(("representative", "deputy", "member", "chair", "secretary"), 422),
}
_CAUCUS = ("representative", "deputy", "member", "chair", "associate")

TABLE = {
    "discussion.index": Row("GET", "/differences/{number}/discussion", **_READS),
    "discussion.resolution": Row("GET", "/differences/{number}/resolution", **_READS),
    "discussion.resolution_file": Row("GET", "/differences/{number}/resolution.xlsx", **_READS),
    "discussion.show": Row("GET", "/comments/{comment_id}", **_READS),
    "discussion.new": Row("POST", "/differences/{number}/discussion/new", **_SPEAK),
    "discussion.reply": Row("POST", "/comments/{comment_id}/replies", **_SPEAK),
    "discussion.mentions": Row("GET", "/differences/{number}/mentions", **_READS),
    "discussion.resolve": Row("POST", "/comments/{concern_id}/resolve", **_RAISERS),
    "discussion.reopen": Row("POST", "/comments/{settled_id}/reopen", **_RAISERS),
    "discussion.mark": Row("POST", "/comments/{comment_id}/minutes", **_OUT, chair=303, secretary=303),
    "discussion.take_home": Row("GET", "/take-home"),
    "discussion.new_take_home": Row(
        "POST", "/differences/{number}/take-home/new", **{**_OF_CITY_OR_LEAD, "associate": 422}
    ),
    "discussion.finish": Row("POST", "/take-home/{take_home_id}/done", **_OF_CITY_OR_LEAD),
    "discussion.caucus": Row(
        "GET", "/differences/{number}/caucus", everyone=404, manager=200, **dict.fromkeys(_CAUCUS, 200)
    ),
    "discussion.add_entry": Row(
        "POST", "/differences/{number}/caucus", everyone=404, manager=403, **dict.fromkeys(_CAUCUS, 422)
    ),
    "discussion.caucus_position": Row(
        "POST",
        "/differences/{number}/caucus/position",
        everyone=404,
        manager=403,
        **{**dict.fromkeys(_CAUCUS, 422), "associate": 403},
    ),
    "discussion.attachment": Row("GET", f"/attachments/{{attachment_id}}/{_FILE}", **_READS),
    "discussion.caucus_file": Row(
        "GET",
        f"/attachments/caucus/{{file_id}}/{_FILE}",
        everyone=404,
        **dict.fromkeys(("representative", "deputy", "member", "manager"), 200),
    ),
    "discussion.add_files": Row(
        "POST",
        "/differences/{published}/proposals/1/versions/1/attachments",
        **{**_OUT, "chair": 422, "secretary": 422},
    ),
}
