"""Who reaches the event log, and who redacts: the secretariat and administrators."""

from tests.access.table import Row

_READS = {"everyone": 403, "secretary": 200, "administrator": 200}
_REDACTS = {"everyone": 403, "other_partner": 404, "secretary": 422, "administrator": 422}

TABLE = {
    "audit.index": Row("GET", "/audit", **_READS),
    "audit.verify": Row("GET", "/audit/verify", **_READS),
    "audit.comment": Row("POST", "/comments/{comment_id}/redact", **_REDACTS),
    "audit.practice": Row("POST", "/differences/{number}/practices/{city}/revisions/1/redact", **_REDACTS),
    "audit.file": Row("POST", "/attachments/{attachment_id}/redact", **_REDACTS),
}
