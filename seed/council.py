"""Founding the demo council: its cities, domains, groups and people, each entered by an act of the secretariat."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.actions.council import found_council
from app.actions.council_cities import CityFields, add_city
from app.actions.groups import add_domain, add_group, add_standard_business
from app.actions.groups_cities import set_cities
from app.domain.roles import MembershipKind
from app.domain.tally import RuleKind
from app.extensions import db
from app.models import City, Domain, Group, User
from seed.people import People, Registry, register_chairs, register_city, register_others

DATA = Path(__file__).resolve().parent / "data"
FOUNDED = date(2019, 2, 13)
ASSOCIATE_SINCE = date(2022, 1, 20)
ASSOCIATE = "132101"


@dataclass
class World:
    """What the stories act on."""

    people: People
    cities: dict[str, City]
    groups: dict[str, Group]

    @property
    def members(self) -> list[City]:
        """The member cities, by code."""
        return [city for code, city in sorted(self.cities.items()) if code != ASSOCIATE]

    def city_named(self, name: str) -> City:
        """A city by its Japanese name."""
        return next(city for city in self.cities.values() if city.name_ja == name)


def data(name: str) -> Any:
    """One of the demo's data files."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def found(since: date) -> World:
    """Found the council, with all its cities, groups and people, roles held since a day."""
    administrator = found_council(
        {
            "name_ja": "多摩地域情報システム共同利用協議会(実演)",
            "name_en": "Tama Shared Information System Council (demo)",
            "short_name_ja": "多摩共同",
            "short_name_en": "Tama",
            "secretariat_ja": "協議会事務局",
            "secretariat_en": "Council secretariat",
            "default_rule": RuleKind.UNANIMOUS_ABSTAIN_OK,
            "quorum": None,
            "survey_days": 21,
            "ballot_working_days": 5,
            "min_ballot_working_days": 0,
            "min_discussion_days": 0,
            "objection_days": 7,
            "cost_limit_yen": 500_000,
        },
        email="administrator@example.jp",
        organisation="協議会事務局",
        post="事務局長",
    )
    db.session.flush()
    cities = _cities(administrator)
    domains, groups = _groups(administrator, list(cities.values()), since)
    by_domain = {code: [g for g in groups.values() if g.domain_id == d.id] for code, d in domains.items()}
    people = _people(Registry(administrator, since, by_domain), cities, domains)
    return World(people, cities, groups)


def _cities(administrator: User) -> dict[str, City]:
    cities = {}
    for entry in data("cities")["cities"]:
        is_associate = entry["code"] == ASSOCIATE
        fields = CityFields(
            name_ja=entry["name_ja"],
            name_en=entry["name_en"],
            reading=entry["reading"],
            population=entry["population"],
            population_on=date.fromisoformat(entry["population_on"]),
        )
        kind = MembershipKind.ASSOCIATE if is_associate else MembershipKind.MEMBER
        since = ASSOCIATE_SINCE if is_associate else FOUNDED
        cities[entry["code"]] = add_city(administrator, entry["code"], fields, kind=kind, since=since)
    db.session.flush()
    return cities


def _groups(
    administrator: User, cities: list[City], since: date
) -> tuple[dict[str, Domain], dict[str, Group]]:
    told = data("groups")
    domains = {entry["code"]: add_domain(administrator, **entry) for entry in told["domains"]}
    standards = {name: add_standard_business(administrator, name) for name in told["standard_20"]}
    db.session.flush()
    groups = {}
    for entry in told["groups"]:
        group = add_group(
            administrator,
            domain_id=domains[entry["domain"]].id,
            code=entry["code"],
            name_ja=entry["name_ja"],
            name_en=entry["name_en"],
            standard_ids=[standards[name].id for name in entry["standard_businesses"]],
        )
        db.session.flush()
        set_cities(group.id, administrator, city_ids=[city.id for city in cities], since=since)
        groups[entry["code"]] = group
    return domains, groups


def _people(registry: Registry, cities: dict[str, City], domains: dict[str, Domain]) -> People:
    people = register_others(registry)
    members = [city for code, city in sorted(cities.items()) if code != ASSOCIATE]
    for city in cities.values():
        register_city(registry, people, city, domains, votes=city.code != ASSOCIATE)
    register_chairs(registry, people, members)
    return people
