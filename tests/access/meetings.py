"""Who reaches meetings and minutes: one planned for today, one that waits for the cities, one that is final."""

from tests.access.table import Row

_READS = {"everyone": 200, "other_partner": 404}
_OUT = {"everyone": 403, "other_partner": 404}
_LEAD = {**_OUT, "chair": 422, "secretary": 422}
_OF_CITIES = ("chair", "representative", "deputy", "member", "observer", "associate")
_GONE = {"everyone": 403, "other_partner": 404, "chair": 409, "secretary": 409}
_SITS = {**_READS, "partner": 403, "secretary": 403}

TABLE = {
    "meetings.index": Row("GET", "/meetings"),
    "meetings.calendar": Row("GET", "/meetings/calendar"),
    "meetings.calendar_links": Row("POST", "/calendar/links", everyone=422),
    "meetings.calendar_link": Row("GET", "/calendar/links/new", everyone=302),
    "meetings.revoke_calendar_link": Row(
        "POST", "/calendar/links/{calendar_link_id}/revoke", everyone=404, member=303
    ),
    "meetings.feed": Row("GET", "/calendar/{calendar_token}.ics", anonymous=200),
    "meetings.meeting_file": Row("GET", "/meetings/{meeting_id}/meeting.ics", **_READS),
    "meetings.series": Row("GET", "/groups/{code}/meetings", **_READS),
    "meetings.plan": Row("POST", "/meetings/new", everyone=403, chair=422, secretary=422),
    "meetings.show": Row("GET", "/meetings/{meeting_id}", **_READS),
    "meetings.change": Row("POST", "/meetings/{meeting_id}/edit", **_LEAD),
    "meetings.cancel": Row("POST", "/meetings/{meeting_id}/cancel", **_LEAD),
    "meetings.bundle": Row("GET", "/meetings/{meeting_id}/papers.pdf", **_READS),
    "meetings.plan_written": Row("POST", "/meetings/written/new", everyone=403, chair=422, secretary=422),
    "meetings.change_written": Row(
        "POST", "/meetings/{meeting_id}/written", everyone=403, other_partner=404, chair=404, secretary=404
    ),
    "meetings.send_written": Row("POST", "/meetings/{meeting_id}/written/send", **_GONE),
    "meetings.call": Row("POST", "/meetings/{meeting_id}/call", **{**_OUT, "chair": 303, "secretary": 303}),
    "meetings.list_item": Row("POST", "/meetings/{meeting_id}/agenda/{item_id}/consent", **_GONE),
    "meetings.pull": Row(
        "POST",
        "/meetings/{meeting_id}/agenda/{item_id}/pull",
        **{**_OUT, "representative": 409, "deputy": 409},
    ),
    "meetings.put_together": Row("POST", "/meetings/{meeting_id}/consent", **_GONE),
    "meetings.approve_together": Row(
        "POST", "/meetings/{meeting_id}/consent/approve", **{**_OUT, "representative": 303, "deputy": 303}
    ),
    "meetings.agenda": Row("POST", "/meetings/{meeting_id}/agenda", **_LEAD),
    "meetings.take_over": Row("POST", "/meetings/{meeting_id}/agenda/proposed", **_LEAD),
    "meetings.item": Row("POST", "/meetings/{meeting_id}/agenda/{item_id}", **_LEAD),
    "meetings.move_item": Row("POST", "/meetings/{meeting_id}/agenda/{item_id}/move", **_LEAD),
    "meetings.remove_item": Row(
        "POST", "/meetings/{meeting_id}/agenda/{item_id}/remove", **{**_OUT, "chair": 303, "secretary": 303}
    ),
    "meetings.conclude": Row(
        "POST",
        "/meetings/{meeting_id}/agenda/{item_id}/conclusion",
        **{**_OUT, "chair": 303, "secretary": 303},
    ),
    "meetings.attendance": Row(
        "POST", "/meetings/{meeting_id}/attendance", **{**_OUT, "chair": 303, "secretary": 303}
    ),
    "meetings.console": Row("GET", "/meetings/{meeting_id}/console", **_READS),
    "meetings.console_live": Row("GET", "/meetings/{meeting_id}/console/live", **_READS),
    "meetings.give_floor": Row("POST", "/meetings/{meeting_id}/console/floor", **_LEAD),
    "meetings.mark_attendance": Row("POST", "/meetings/{meeting_id}/console/attendance", **_LEAD),
    "meetings.take_home": Row(
        "POST",
        "/meetings/{meeting_id}/agenda/{item_id}/take-home",
        **{**_LEAD, "representative": 422, "deputy": 422, "member": 422, "associate": 422},
    ),
    "meetings.seat": Row("GET", "/meetings/{meeting_id}/seat", **_SITS),
    "meetings.seat_live": Row("GET", "/meetings/{meeting_id}/seat/live", **_SITS),
    "meetings.papers": Row("POST", "/meetings/{meeting_id}/papers", **_LEAD),
    "meetings.hold": Row("POST", "/meetings/{meeting_id}/held", **{**_OUT, "chair": 303, "secretary": 303}),
    "meetings.draft_minutes": Row("POST", "/meetings/{meeting_id}/minutes/draft", **_GONE),
    "meetings.minutes": Row("GET", "/meetings/{circulated_id}/minutes", **_READS),
    "meetings.minutes_version": Row("GET", "/meetings/{circulated_id}/minutes/versions/1", **_READS),
    "meetings.minutes_versions": Row("GET", "/meetings/{circulated_id}/minutes/versions", **_READS),
    "meetings.minutes_file": Row("GET", "/meetings/{final_id}/minutes.md", **_READS),
    "meetings.edit_minutes": Row("POST", "/meetings/{circulated_id}/minutes/edit", **_LEAD),
    "meetings.preview_minutes": Row("POST", "/meetings/{circulated_id}/minutes/preview", **_READS),
    "meetings.renew_minutes": Row("POST", "/meetings/{circulated_id}/minutes/renew", **_LEAD),
    "meetings.circulate_minutes": Row("POST", "/meetings/{circulated_id}/minutes/circulate", **_GONE),
    "meetings.confirm_minutes": Row(
        "POST", "/meetings/{circulated_id}/minutes/confirm", **{**_OUT, "representative": 422, "deputy": 422}
    ),
    "meetings.remarks": Row("GET", "/meetings/{circulated_id}/minutes/remarks", **_READS),
    "meetings.version_remarks": Row("GET", "/meetings/{circulated_id}/minutes/versions/1/remarks", **_READS),
    "meetings.remark": Row(
        "POST",
        "/meetings/{circulated_id}/minutes/remarks/new",
        **{**_OUT, **dict.fromkeys(_OF_CITIES, 422)},
    ),
    "meetings.answer_remark": Row(
        "POST", "/meetings/{circulated_id}/minutes/versions/1/remarks/1/answer", **_LEAD
    ),
    "meetings.urge": Row(
        "POST", "/meetings/{circulated_id}/minutes/urge", **{**_OUT, "chair": 303, "secretary": 303}
    ),
    "meetings.finalise_minutes": Row(
        "POST", "/meetings/{circulated_id}/minutes/finalise", **{**_OUT, "secretary": 409}
    ),
    "meetings.correct_minutes": Row("POST", "/meetings/{final_id}/minutes/corrections/new", **_LEAD),
    "meetings.confirm_correction": Row(
        "POST", "/meetings/{final_id}/minutes/corrections/1/confirm", everyone=404
    ),
}
