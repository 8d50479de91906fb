"""Who reaches the event log: the secretariat and administrators."""

from tests.access.table import Row

_READS = {"everyone": 403, "secretary": 200, "administrator": 200}

TABLE = {
    "audit.index": Row("GET", "/audit", **_READS),
    "audit.verify": Row("GET", "/audit/verify", **_READS),
}
