"""The people of the demo, named by post: who sits in which section, chairs, represents and signs."""

from dataclasses import dataclass, field
from datetime import date

from app.actions.accounts import change_password
from app.actions.people import PersonFields, add_person
from app.actions.people_roles import grant_role
from app.actions.posts import add_post, hold_post
from app.actions.posts_routes import set_route
from app.domain.accounts import DEMO_PASSWORD
from app.domain.roles import RoleKind, StepRule, UserKind
from app.extensions import db
from app.models import City, Domain, Group, User

ADDRESSES = {"132021": "tachikawa", "132047": "mitaka", "132128": "hino", "132101": "koganei"}


@dataclass(frozen=True)
class Section:
    """A section that does the work of some domains, the department above it, and its word in mail addresses."""

    name: str
    department: str
    domains: tuple[str, ...]
    word: str
    is_large: bool = False


SECTIONS = (
    Section("市民課", "市民生活部", ("RES",), "shimin", True),
    Section("課税課", "市民生活部", ("TAX",), "kazei", True),
    Section("保険年金課", "市民生活部", ("INS",), "hoken"),
    Section("介護保険課", "福祉保健部", ("ELD",), "kaigo"),
    Section("障害福祉課", "福祉保健部", ("DIS", "WEL"), "fukushi"),
    Section("子育て支援課", "子ども部", ("CHD",), "kosodate"),
    Section("健康推進課", "福祉保健部", ("HLT",), "kenko", True),
    Section("学務課", "教育部", ("EDU",), "gakumu", True),
    Section("情報システム課", "総務部", ("COM",), "joho"),
)
DEPARTMENT_WORDS = {
    "市民生活部": "shiminseikatsu",
    "福祉保健部": "fukushihoken",
    "子ども部": "kodomo",
    "教育部": "kyoiku",
    "総務部": "somu",
}


@dataclass
class People:
    """Who plays which part: by city code and domain code, chairs and partners by domain code."""

    administrator: User
    secretary: User
    partner: User
    observer: User
    representatives: dict[tuple[str, str], User] = field(default_factory=dict)
    deputies: dict[tuple[str, str], User] = field(default_factory=dict)
    members: dict[tuple[str, str], User] = field(default_factory=dict)
    chairs: dict[str, User] = field(default_factory=dict)
    section_managers: dict[tuple[str, str], User] = field(default_factory=dict)
    department_managers: dict[tuple[str, str], User] = field(default_factory=dict)


class Registry:
    """Registers people as the secretariat does, from a day on."""

    def __init__(self, administrator: User, since: date, groups: dict[str, list[Group]]) -> None:
        """groups are those of each domain, by its code."""
        self.administrator = administrator
        self.since = since
        self.groups = groups

    def person(
        self,
        email: str,
        post: str,
        section: str = "",
        city: City | None = None,
        *,
        organisation: str = "",
        kind: UserKind = UserKind.CITY,
    ) -> User:
        """A person with an account and the demo's password."""
        address = f"{email}@example.jp"
        fields = PersonFields(email=address, post=post, section=section, organisation=organisation)
        person = add_person(self.administrator, fields, kind=kind, city_id=city.id if city else None)
        db.session.flush()
        change_password(person, DEMO_PASSWORD)
        return person

    def role(self, person: User, domains: tuple[str, ...], kind: RoleKind, rank: int | None = None) -> None:
        """A role in every group of some domains."""
        ids = [group.id for code in domains for group in self.groups[code]]
        grant_role(person.id, self.administrator, group_ids=ids, kind=kind, since=self.since, rank=rank)

    def post(self, city: City, name: str, person: User) -> int:
        """A managerial post and the person who holds it; its id."""
        post = add_post(city.id, self.administrator, name)
        db.session.flush()
        hold_post(post.id, self.administrator, user_id=person.id, since=self.since)
        return post.id


def register_others(registry: Registry) -> People:
    """The secretariat, a partner and an observer."""
    office = "協議会事務局"
    secretary = registry.person("secretary", "係長", organisation=office, kind=UserKind.SECRETARIAT)
    partner = registry.person("consultant", "担当者", organisation="コンサルタント", kind=UserKind.PARTNER)
    registry.role(partner, ("EDU", "HLT", "TAX"), RoleKind.PARTNER)
    observer = registry.person("observer", "主査", organisation=office, kind=UserKind.SECRETARIAT)
    registry.role(observer, ("EDU",), RoleKind.OBSERVER)
    return People(registry.administrator, secretary, partner, observer)


def register_city(
    registry: Registry, people: People, city: City, domains: dict[str, Domain], *, votes: bool
) -> None:
    """A city's sections: their representatives, deputies and members, and for a member city those who sign."""
    at_city = ADDRESSES[city.code]
    departments: dict[str, int] = {}
    for section in SECTIONS:
        representative = registry.person(f"{section.word}.{at_city}", "主任", section.name, city)
        registry.role(representative, section.domains, RoleKind.REPRESENTATIVE)
        for code in section.domains:
            people.representatives[city.code, code] = representative
        if section.is_large and votes:
            _second_row(registry, people, city, section)
        if votes:
            _managers(registry, people, city, section, domains, departments)


def _second_row(registry: Registry, people: People, city: City, section: Section) -> None:
    at_city = ADDRESSES[city.code]
    deputy = registry.person(f"{section.word}.deputy.{at_city}", "主事", section.name, city)
    registry.role(deputy, section.domains, RoleKind.DEPUTY, 1)
    member = registry.person(f"{section.word}.member.{at_city}", "係員", section.name, city)
    registry.role(member, section.domains, RoleKind.MEMBER)
    for code in section.domains:
        people.deputies[city.code, code] = deputy
        people.members[city.code, code] = member


def _managers(
    registry: Registry,
    people: People,
    city: City,
    section: Section,
    domains: dict[str, Domain],
    departments: dict[str, int],
) -> None:
    """The section's and the department's managers, and the route 課長 → 部長 for each domain (S1)."""
    at_city = ADDRESSES[city.code]
    lower = registry.person(f"{section.word}.manager.{at_city}", "課長", section.name, city)
    lower_post = registry.post(city, f"{section.name}長", lower)
    if section.department not in departments:
        word = DEPARTMENT_WORDS[section.department]
        upper = registry.person(f"{word}.{at_city}", "部長", section.department, city)
        departments[section.department] = registry.post(city, f"{section.department}長", upper)
        people.department_managers[city.code, section.department] = upper
    for code in section.domains:
        people.section_managers[city.code, code] = lower
        steps = [(StepRule.ALL, [lower_post]), (StepRule.ALL, [departments[section.department]])]
        set_route(city.id, registry.administrator, domain_id=domains[code].id, steps=steps)


def register_chairs(registry: Registry, people: People, cities: list[City]) -> None:
    """One chair a section's domains, in turn from each member city."""
    for place, section in enumerate(SECTIONS):
        city = cities[place % len(cities)]
        chair = registry.person(f"{section.word}.chair", "課長補佐", section.name, city)
        registry.role(chair, section.domains, RoleKind.CHAIR)
        for code in section.domains:
            people.chairs[code] = chair


def department_of(domain: str) -> str:
    """The department whose manager signs last for a domain."""
    return next(section.department for section in SECTIONS if domain in section.domains)
