"""The domains as the parts of the manual: names, order, chapters; what was numbered and published stays (D1, M1)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.groups import add_domain
from app.actions.manual import move_chapter, move_domain, move_to_domain, remove_domain, rename_domain
from app.domain.events import EventKind
from app.models import Event, User
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.queries.manual import edition_numbered
from app.queries.manual.domains import domain_lines, names_state
from app.transaction import transaction
from tests.builders.council import a_chair, a_city, a_domain, a_group, a_post, a_route, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import an_edition

NAMES = {"name_ja": "子ども・教育分野", "name_en": "Children and education", "short_name_ja": "学務"}


def test_d1_m1_a_domain_gets_other_names_and_what_was_numbered_and_published_keeps_the_old_ones(
    session: Session,
) -> None:
    decision = a_quick_decision()
    before = an_edition().frame
    rename("EDU")
    later = a_quick_decision(decision.group)

    assert (decision.number, later.number) == ("令和8年度 教育-1号", "令和8年度 学務-2号")
    later_frame, kept = an_edition().frame, edition_numbered(1).frame
    assert kept == before
    assert later_frame["chapters"][0]["domain"]["ja"] == "子ども・教育分野"
    (event,) = events(session)
    assert (event.before["short_name_ja"], event.after["act"]) == ("教育", "renamed")


def test_d1_no_two_domains_number_with_one_short_name_not_even_a_former_one(session: Session) -> None:
    a_quick_decision()
    a_domain("TAX", "税")
    rename("EDU")
    for short_name in ("学務", "教育"):
        with pytest.raises(Invalid) as refusal:
            rename("TAX", short_name_ja=short_name)
        assert (refusal.value.field, refusal.value.code) == ("short_name_ja", "short_name_in_use")
        secretary = a_secretary()
        with pytest.raises(Invalid) as refusal, transaction():
            add_domain(secretary, code="CIV", name_ja="市民", name_en="Civic", short_name_ja=short_name)
        assert refusal.value.code == "short_name_in_use"
    rename("EDU", short_name_ja="教育")


def test_l7_the_same_names_leave_no_trace(session: Session) -> None:
    domain = a_domain()
    rename("EDU", name_ja=domain.name_ja, name_en=f" {domain.name_en}", short_name_ja=domain.short_name_ja)

    assert events(session) == []


def test_two_who_name_a_domain_do_not_write_over_each_other(session: Session) -> None:
    seen = names_state(a_domain())
    rename("EDU", seen=seen)
    with pytest.raises(Invalid) as refusal:
        rename("EDU", name_ja="教育", seen=seen)

    assert (refusal.value.code, a_domain().name_ja) == ("domain_changed_meanwhile", "子ども・教育分野")


def test_domains_change_places_and_the_manual_follows_in_its_next_edition(session: Session) -> None:
    education = a_quick_decision().group
    tax = a_group([place.city for place in education.cities], code="TAX-01", domain=a_domain("TAX", "税"))
    a_quick_decision(tax)
    secretary = a_secretary()
    assert chapters(an_edition().frame) == ["EDU-02", "TAX-01"]
    for up in (True, True):
        with transaction():
            move_domain("TAX", secretary, up=up)

    assert chapters(an_edition().frame) == ["TAX-01", "EDU-02"]
    assert chapters(edition_numbered(1).frame) == ["EDU-02", "TAX-01"]
    assert [event.after["act"] for event in events(session)] == ["moved"]


def test_chapters_change_places_inside_their_domain_alone(session: Session) -> None:
    first, other, last = (
        a_group([]),
        a_group([], code="TAX-01", domain=a_domain("TAX", "税")),
        a_group([], "EDU-03"),
    )
    secretary = a_secretary()
    for up in (True, True):
        with transaction():
            move_chapter("EDU-03", secretary, up=up)

    assert [[group.code for group in line.groups] for line in domain_lines()] == [
        [last.code, first.code],
        [other.code],
    ]
    assert [event.after["group"] for event in events(session)] == ["EDU-03"]


def test_d1_a_chapter_that_goes_to_another_domain_keeps_its_numbers_and_later_ones_are_of_the_new_domain(
    session: Session,
) -> None:
    decision = a_quick_decision()
    a_domain("TAX", "税")
    secretary = a_secretary()
    for _ in range(2):
        with transaction():
            move_to_domain("EDU-02", secretary, domain="TAX")
    later = a_quick_decision(decision.group)

    assert (decision.number, later.number) == ("令和8年度 教育-1号", "令和8年度 税-1号")
    assert later.difference.number.startswith("EDU-02-")
    moved = session.scalars(select(Event).where(Event.kind == EventKind.GROUP_CHANGED)).one()
    assert (moved.before, moved.after) == ({"domain": "EDU"}, {"group": "EDU-02", "domain": "TAX"})


def test_a_domain_goes_only_when_nothing_refers_to_it(session: Session) -> None:
    a_quick_decision()
    for code, short_name in (("TAX", "税"), ("CIV", "市民")):
        a_domain(code, short_name)
    city = a_city("小金井市")
    a_route(city, [a_post(city)], domain=a_domain("CIV", "市民"))
    secretary = a_secretary()
    assert refused("EDU") == "domain_holds_groups"
    with transaction():
        move_to_domain("EDU-02", secretary, domain="TAX")
    assert refused("EDU") == "domain_numbers_decisions"
    assert refused("CIV") == "domain_has_routes"
    a_domain("NEW", "新")
    with transaction():
        remove_domain("NEW", secretary)

    assert [line.domain.code for line in domain_lines()] == ["EDU", "TAX", "CIV"]
    assert (events(session)[-1].after["act"], events(session)[-1].after["domain"]) == ("removed", "NEW")


def test_only_the_secretariat_orders_the_domains_and_what_is_gone_is_not_found(session: Session) -> None:
    group = a_group()
    chair, secretary = a_chair(group, group.cities[0].city), a_secretary()
    acts: list[Callable[[User, str, str], object]] = [
        lambda actor, domain, _: rename_domain(domain, actor, **NAMES),
        lambda actor, domain, _: move_domain(domain, actor, up=True),
        lambda actor, domain, _: remove_domain(domain, actor),
        lambda actor, _, code: move_chapter(code, actor, up=True),
        lambda actor, domain, code: move_to_domain(code, actor, domain=domain),
    ]
    for act in acts:
        with pytest.raises(Refused) as refusal, transaction():
            act(chair, "EDU", group.code)
        assert refusal.value.verdict.code == "secretariat_only"
        with pytest.raises(NotFound), transaction():
            act(secretary, "GONE", "GONE-01")


def rename(code: str, *, seen: str | None = None, **names: str) -> None:
    """Give a domain the names above, or others."""
    secretary = a_secretary()
    with transaction():
        rename_domain(code, secretary, **{**NAMES, **names}, seen=seen)


def refused(code: str) -> str:
    """Why a domain cannot be removed now."""
    secretary = a_secretary()
    with pytest.raises(Refused) as refusal, transaction():
        remove_domain(code, secretary)
    assert refusal.value.verdict.ground is Ground.TIME
    return refusal.value.verdict.code


def chapters(frame: dict[str, list[dict[str, str]]]) -> list[str]:
    """The codes of an edition's chapters in order."""
    return [chapter["code"] for chapter in frame["chapters"]]


def events(session: Session) -> list[Event]:
    """What was recorded about domains."""
    return list(
        session.scalars(select(Event).where(Event.kind == EventKind.DOMAIN_CHANGED).order_by(Event.id))
    )
