"""Who reaches the pages of joining. Koganei is joining; the associate is its representative in the group."""

from tests.access.table import Row

_CITY = "/joining/{joining_city}"
_CHAPTER = f"{_CITY}/chapters/{{code}}"
_SEES = {"everyone": 403, "associate": 200, "secretary": 200, "administrator": 200}

TABLE = {
    "joining.index": Row("GET", "/joining"),
    "joining.start": Row("POST", f"{_CITY}/start", everyone=403, secretary=409, administrator=409),
    "joining.show": Row("GET", _CITY, **_SEES),
    "joining.report": Row("GET", f"{_CITY}/report", **_SEES),
    "joining.report_file": Row("GET", f"{_CITY}/report.csv", **_SEES),
    "joining.remind": Row("POST", f"{_CITY}/remind", everyone=403, secretary=303, administrator=303),
    "joining.chapter": Row("GET", _CHAPTER, **_SEES),
    "joining.answer": Row("POST", _CHAPTER, everyone=403, associate=303),
    "joining.confirm": Row("GET", f"{_CHAPTER}/confirm", everyone=403, associate=409),
    "joining.make_final": Row("POST", f"{_CHAPTER}/confirm", everyone=403, associate=409),
}
