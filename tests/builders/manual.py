"""Decisions, sections and editions of the manual, as a test needs them: made by the actions themselves."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.actions.ballots import record_disposition
from app.actions.differences import reopen
from app.actions.manual import add_section, add_text, cut_edition, place_difference, save_introduction
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Decision, Difference, Edition, Group, ManualSection, ManualText, User
from app.queries.ballots import undisposed_comments
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_domain, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.differences import a_proposing_difference
from tests.builders.proposals import a_proposal_on_the_table
from tests.support.worlds import kept

NOTE = "決定を反映した。"


@kept
def a_decision(
    group: Group | None = None,
    letters: str = "aaa",
    *,
    difference: Difference | None = None,
    raising: dict[str, object] | None = None,
    **fields: Any,
) -> Decision:
    """A decision of a carried ballot, by default of three cities that all approve; fields are the proposal's."""
    leader = a_secretary()
    difference = difference or a_proposing_difference(group, leader, **(raising or {}))
    difference = a_proposal_on_the_table(difference, leader, **fields).difference
    round = a_closed_round(letters, difference=difference)
    return db.session.scalars(select(Decision).where(Decision.round_id == round.id)).one()


@kept
def a_later_decision(earlier: Decision, letters: str = "aaa", **fields: Any) -> Decision:
    """The decision of a reopened matter, which supersedes the earlier one."""
    reopened(earlier)
    return a_quick_decision(difference=earlier.difference, letters=letters, **fields)


@kept
def reopened(decision: Decision) -> Difference:
    """The matter of a decision, under discussion again."""
    secretary = a_secretary()
    with transaction():
        return reopen(decision.difference.number, secretary, reason="見直しの時期となったため。")


@kept
def dispose(decision: Decision) -> None:
    """Record what becomes of every comment that came with an approval."""
    secretary = a_secretary()
    round_id = decision.round_id or 0
    for city in undisposed_comments([round_id])[round_id]:
        with transaction():
            record_disposition(round_id, city.id, secretary, body="手順書の備考に記載する。")


@kept
def an_edition(
    actor: User | None = None, note: str = NOTE, published_on: date | None = None, key: str = ""
) -> Edition:
    """The next edition, cut by the secretariat unless somebody is given."""
    actor = actor or a_secretary()
    with transaction():
        return cut_edition(actor, note=note, published_on=published_on, key=key)


@kept
def a_section(group: Group, title: str = "はじめに", actor: User | None = None) -> ManualSection:
    """A section at the end of a chapter's own."""
    actor = actor or a_secretary()
    with transaction():
        section = add_section(group.id, actor, title=title)
    assert section is not None
    return section


@kept
def a_text(section: ManualSection, title: str = "目的", **more: object) -> ManualText:
    """A text of a section, which binds nobody unless it is said to be normative."""
    body = str(more.pop("body", "この章は、就学に関する事務の進め方を定める。"))
    secretary = a_secretary()
    with transaction():
        text = add_text(section.id, secretary, title=title, body=body, **more)  # type: ignore[arg-type]
    assert text is not None
    return text


@kept
def an_introduction(domain: str, body: str) -> None:
    """What stands before the chapters of a domain; an empty body takes it away."""
    a_domain(domain, domain)
    secretary = a_secretary()
    with transaction():
        save_introduction(domain, secretary, body=body)


@kept
def placed(decision: Decision, section: ManualSection | None) -> None:
    """Let a decision stand in a section, or in its default one."""
    secretary, section_id = a_secretary(), section.id if section else None
    with transaction():
        place_difference(decision.difference.number, secretary, section_id=section_id)


@kept
def copies_of(decision: Decision, count: int, stage: Stage = Stage.DECIDED) -> list[Decision]:
    """Many more decisions like one, each on a difference of its own: for lists that must not grow slow."""
    session = db.session
    decision = session.get_one(Decision, decision.id)
    first = decision.difference
    made = []
    with transaction():
        start = first.group.last_serial + 1
        for serial in range(start, start + count):
            difference = Difference(
                group_id=first.group_id, serial=serial, number=f"{first.group.code}-{serial:03d}",
                title=f"{first.title} {serial}", kind=first.kind, why=first.why, stage=stage, stage_at=first.stage_at,
                raised_by_id=first.raised_by_id, raised_at=first.raised_at,
            )  # fmt: skip
            session.add(difference)
            kept = {c.key: getattr(decision, c.key) for c in Decision.__table__.columns}
            kept.update(
                id=None, serial=serial + 1000, number=f"{decision.number}の{serial}", difference_id=None
            )
            copy = Decision(**kept)
            copy.difference = difference
            session.add(copy)
            made.append(copy)
        first.group.last_serial = serial
    return made
