"""Who reaches the groups: everybody who is signed in, partners only those they have a role in."""

from tests.access.table import Row

TABLE = {
    "groups.index": Row("GET", "/groups"),
    "groups.show": Row("GET", "/groups/{code}", other_partner=404),
}
