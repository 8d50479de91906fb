"""Who reaches home: everybody who is signed in, each for themselves."""

from tests.access.table import Row

TABLE = {
    "home.index": Row("GET", "/"),
    "home.todo": Row("GET", "/todo"),
    "home.notices": Row("GET", "/notices"),
    "home.read_all": Row("POST", "/notices/read", everyone=303),
    "home.read": Row("POST", "/notices/{notice_id}/read", everyone=303),
}
