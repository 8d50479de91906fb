"""Who reaches downloads: files are ordered by those who may read what is in them, and are seen by nobody else."""

from tests.access.table import Row

_OWN = {"everyone": 404}

TABLE = {
    "downloads.index": Row("GET", "/downloads"),
    "downloads.edition": Row("POST", "/downloads/editions/1", everyone=422, partner=403, other_partner=403),
    "downloads.minutes": Row("POST", "/downloads/minutes", everyone=422),
    "downloads.show": Row("GET", "/downloads/{order_id}", **_OWN, secretary=200),
    "downloads.again": Row("POST", "/downloads/{order_id}/again", **_OWN, secretary=409),
    # The file of the secretariat is not made yet.
    "downloads.fetch": Row("GET", "/downloads/{order_id}/manual.pdf", **_OWN, secretary=409),
}
