"""Who reaches the routes of the manual. Edition 1 holds a decision of the group, and a text in a section of its own."""

from tests.access.table import Row

_EDITION = "/manual/editions/1"
_READS = {"everyone": 200, "other_partner": 404}
_SECRETARY_READS = {"everyone": 403, "secretary": 200}
_SECRETARY_WRITES = {"everyone": 403, "secretary": 422}

TABLE = {
    "manual.index": Row("GET", "/manual"),
    "manual.edition": Row("GET", _EDITION),
    "manual.chapter": Row("GET", f"{_EDITION}/{{code}}", **_READS),
    "manual.confirm": Row("POST", f"{_EDITION}/{{code}}/read", everyone=303, other_partner=404),
    "manual.find": Row("GET", f"{_EDITION}/find?q=就学"),
    "manual.readers": Row("GET", f"{_EDITION}/readers", everyone=403, secretary=200, manager=200),
    "manual.readers_file": Row("GET", f"{_EDITION}/readers.xlsx", everyone=403, secretary=200, manager=200),
    "manual.chapter_file": Row("GET", f"{_EDITION}/{{code}}.md", **_READS),
    "manual.as_of": Row("GET", "/manual/on?day=2098-12-31", everyone=303),
    "manual.paragraph": Row("GET", "/manual/paragraphs/{anchor}", everyone=303, other_partner=404),
    "manual.for_city": Row("GET", "/manual/for-city?group={code}"),
    "manual.compare": Row("GET", "/manual/compare?from=0&to=1"),
    "manual.compare_file": Row("GET", "/manual/compare.docx?from=0&to=1"),
    "manual.coming": Row("GET", "/manual/coming"),
    "manual.cut": Row("POST", "/manual/coming", **_SECRETARY_WRITES),
    "manual.structures": Row("GET", "/manual/structure", **_SECRETARY_READS),
    "manual.structure": Row("GET", "/manual/structure/{code}", **_SECRETARY_READS),
    "manual.new_section": Row("POST", "/manual/structure/{code}/sections", **_SECRETARY_WRITES),
    "manual.place": Row("POST", "/manual/structure/{code}/place", **_SECRETARY_WRITES),
    "manual.domains": Row("GET", "/manual/domains", **_SECRETARY_READS),
    "manual.domain": Row("POST", "/manual/domains/{domain}", **_SECRETARY_WRITES),
    "manual.domain_move": Row("POST", "/manual/domains/{domain}/move", **_SECRETARY_WRITES),
    # Groups belong to the domain, so nobody takes it away.
    "manual.domain_remove": Row("POST", "/manual/domains/{domain}/remove", everyone=403, secretary=409),
    "manual.introduction": Row("POST", "/manual/domains/{domain}/introduction", **_SECRETARY_WRITES),
    "manual.chapter_move": Row("POST", "/manual/structure/{code}/move", **_SECRETARY_WRITES),
    "manual.chapter_domain": Row("POST", "/manual/structure/{code}/domain", **_SECRETARY_WRITES),
    "manual.section": Row("POST", "/manual/sections/{section_id}", **_SECRETARY_WRITES),
    "manual.section_move": Row("POST", "/manual/sections/{section_id}/move", **_SECRETARY_WRITES),
    # Something stands in the section, so nobody takes it away; a text goes without a word, as its page has asked.
    "manual.section_remove": Row("POST", "/manual/sections/{section_id}/remove", everyone=403, secretary=409),
    "manual.new_text": Row("POST", "/manual/sections/{section_id}/texts/new", **_SECRETARY_WRITES),
    "manual.text": Row("POST", "/manual/texts/{text_id}", **_SECRETARY_WRITES),
    "manual.text_remove": Row("POST", "/manual/texts/{text_id}/remove", everyone=403, secretary=303),
    "manual.adoption": Row("GET", "/decisions/{decision_id}/adoption", **_READS),
    "manual.new_item": Row(
        "POST",
        "/decisions/{decision_id}/adoption/items/new",
        everyone=403,
        representative=422,
        deputy=422,
        chair=422,
        secretary=422,
        other_partner=404,
    ),
    # The item of the first city is open, so there is nothing to take back.
    "manual.close_item_page": Row(
        "POST",
        "/adoption-items/{adoption_item_id}/close",
        everyone=403,
        representative=422,
        deputy=422,
        other_partner=404,
    ),
    "manual.take_back": Row(
        "POST",
        "/adoption-items/{adoption_item_id}/take-back",
        everyone=403,
        representative=409,
        deputy=409,
        chair=409,
        secretary=409,
        other_partner=404,
    ),
}
