"""Who may search: everybody who is signed in; what each finds is told by the tests of the search."""

from tests.access.table import Row

TABLE = {"search.index": Row("GET", "/search?q=発送")}
