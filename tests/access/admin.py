"""Who reaches the registers: the secretariat and administrators, nobody else."""

from tests.access.table import Row

_READS = {"everyone": 403, "secretary": 200, "administrator": 200}
_FILLS_IN = {"everyone": 403, "secretary": 422, "administrator": 422}
_ACTS = {"everyone": 403, "secretary": 303, "administrator": 303}
_STILL_HOLDS = {"everyone": 403, "secretary": 409, "administrator": 409}
_ALL = "/administration"
_PERSON = f"{_ALL}/people/{{person_id}}"
_CITY = f"{_ALL}/cities/{{city}}"
_GROUP = f"{_ALL}/groups/{{code}}"
_ROUTE = f"{_CITY}/routes/{{domain}}"

TABLE = {
    "admin.index": Row("GET", _ALL, **_READS),
    "admin.people": Row("GET", f"{_ALL}/people", **_READS),
    "admin.new_person": Row("GET", f"{_ALL}/people/new", **_READS),
    "admin.add_person": Row("POST", f"{_ALL}/people/new", **_FILLS_IN),
    "admin.person": Row("GET", _PERSON, **_READS),
    "admin.edit_person": Row("GET", f"{_PERSON}/edit", **_READS),
    "admin.change_person": Row("POST", f"{_PERSON}/edit", **_FILLS_IN),
    "admin.invite": Row("POST", f"{_PERSON}/link", **_ACTS),
    "admin.link": Row("GET", f"{_PERSON}/link", **_ACTS),
    "admin.confirm_close": Row("GET", f"{_PERSON}/close", **_READS),
    "admin.close_account": Row("POST", f"{_PERSON}/close", **_ACTS),
    "admin.confirm_anonymise": Row("GET", f"{_PERSON}/anonymise", **_STILL_HOLDS),
    "admin.anonymise": Row("POST", f"{_PERSON}/anonymise", **_STILL_HOLDS),
    "admin.reopen_account": Row("POST", f"{_PERSON}/reopen", **_ACTS),
    "admin.new_role": Row("GET", f"{_PERSON}/roles/new", **_READS),
    "admin.grant_role": Row("POST", f"{_PERSON}/roles/new", **_FILLS_IN),
    "admin.confirm_end_role": Row("GET", f"{_ALL}/roles/{{role_id}}/end", **_READS),
    "admin.end_role": Row("POST", f"{_ALL}/roles/{{role_id}}/end", **_FILLS_IN),
    "admin.new_holding": Row("GET", f"{_PERSON}/posts/new", **_READS),
    "admin.hold_post": Row("POST", f"{_PERSON}/posts/new", **_FILLS_IN),
    "admin.confirm_end_holding": Row("GET", f"{_ALL}/holdings/{{holding_id}}/end", **_READS),
    "admin.end_holding": Row("POST", f"{_ALL}/holdings/{{holding_id}}/end", **_FILLS_IN),
    "admin.cities": Row("GET", f"{_ALL}/cities", **_READS),
    "admin.new_city": Row("GET", f"{_ALL}/cities/new", **_READS),
    "admin.add_city": Row("POST", f"{_ALL}/cities/new", **_FILLS_IN),
    "admin.city": Row("GET", _CITY, **_READS),
    "admin.edit_city": Row("GET", f"{_CITY}/edit", **_READS),
    "admin.change_city": Row("POST", f"{_CITY}/edit", **_FILLS_IN),
    "admin.membership": Row("GET", f"{_CITY}/membership", **_READS),
    "admin.change_membership": Row("POST", f"{_CITY}/membership", **_FILLS_IN),
    "admin.groups_of_city": Row("GET", f"{_CITY}/groups", **_READS),
    "admin.change_groups_of_city": Row("POST", f"{_CITY}/groups", **_FILLS_IN),
    "admin.add_post": Row("POST", f"{_CITY}/posts", **_FILLS_IN),
    "admin.edit_post": Row("GET", f"{_ALL}/posts/{{post_id}}/rename", **_READS),
    "admin.rename_post": Row("POST", f"{_ALL}/posts/{{post_id}}/rename", **_FILLS_IN),
    "admin.route_domains": Row("GET", f"{_CITY}/routes", **_READS),
    "admin.edit_route": Row("GET", _ROUTE, **_READS),
    "admin.set_route": Row("POST", _ROUTE, **_FILLS_IN),
    "admin.remove_route": Row("POST", f"{_ROUTE}/remove", **_ACTS),
    "admin.groups": Row("GET", f"{_ALL}/groups", **_READS),
    "admin.new_group": Row("GET", f"{_ALL}/groups/new", **_READS),
    "admin.add_group": Row("POST", f"{_ALL}/groups/new", **_FILLS_IN),
    "admin.new_domain": Row("GET", f"{_ALL}/domains/new", **_READS),
    "admin.add_domain": Row("POST", f"{_ALL}/domains/new", **_FILLS_IN),
    "admin.group": Row("GET", _GROUP, **_READS),
    "admin.edit_group": Row("GET", f"{_GROUP}/edit", **_READS),
    "admin.change_group": Row("POST", f"{_GROUP}/edit", **_FILLS_IN),
    "admin.cities_of_group": Row("GET", f"{_GROUP}/cities", **_READS),
    "admin.change_cities_of_group": Row("POST", f"{_GROUP}/cities", **_FILLS_IN),
    "admin.settings": Row("GET", f"{_ALL}/settings", **_READS),
    "admin.change_settings": Row("POST", f"{_ALL}/settings", **_FILLS_IN),
}
