"""Who reaches the routes of inquiries. One is asked by an outsider about the decision of the group in edition 1."""

from tests.access.table import Row

_REPLIES = {"everyone": 403, "representative": 422, "deputy": 422, "member": 422, "chair": 422, "associate": 422,
            "outsider": 422, "secretary": 422, "other_partner": 404}  # fmt: skip

TABLE = {
    "inquiries.index": Row("GET", "/inquiries"),
    "inquiries.new": Row(
        "POST", "/manual/editions/1/paragraphs/{anchor}/ask", everyone=422, other_partner=404
    ),
    "inquiries.show": Row("GET", "/inquiries/{inquiry_id}", other_partner=404),
    "inquiries.add_reply": Row("POST", "/inquiries/{inquiry_id}/replies", **_REPLIES),
    "inquiries.close": Row(
        "POST", "/inquiries/{inquiry_id}/close", everyone=403, outsider=303, secretary=303, other_partner=404
    ),
}
