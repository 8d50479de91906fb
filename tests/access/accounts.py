"""Who reaches accounts: anybody signs in and follows a link, everybody keeps the own account."""

from tests.access.table import Row

TABLE = {
    "accounts.sign_in": Row("GET", "/sign-in", anonymous=200, everyone=302),
    "accounts.enter": Row("POST", "/sign-in", anonymous=422, everyone=422),
    "accounts.demo_sign_in": Row("POST", "/demo-sign-in/{person_id}", anonymous=404, everyone=404),
    "accounts.language": Row("POST", "/language", anonymous=303, everyone=303),
    "accounts.sign_out": Row("POST", "/sign-out", everyone=303),
    "accounts.forgotten": Row("GET", "/forgotten-password", anonymous=200, everyone=200),
    "accounts.ask_for_link": Row("POST", "/forgotten-password", anonymous=422, everyone=422),
    "accounts.link": Row("GET", "/set-password/{token}", anonymous=200, everyone=200),
    "accounts.set_password": Row("POST", "/set-password/{token}", anonymous=422, everyone=422),
    "accounts.show": Row("GET", "/account"),
    "accounts.change_language": Row("POST", "/account/language", everyone=303),
    "accounts.password": Row("GET", "/account/password"),
    "accounts.change_password": Row("POST", "/account/password", everyone=422),
    "accounts.everywhere": Row("GET", "/account/sign-out-everywhere"),
    "accounts.sign_out_everywhere": Row("POST", "/account/sign-out-everywhere", everyone=303),
}
