"""An estimate made of lines: beside the text, priced by date, frozen with the version it was made for (D11, T1, T2)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.proposals import TypedLine, TypedPrice
from app.domain.events import EventKind
from app.domain.postage import PostalItem
from app.domain.savings import SavingKind
from app.extensions import db
from app.models import Event, ProposalVersion, SavingLine
from app.policies.verdicts import Invalid, Refused
from app.queries.savings.one import lines_of
from app.transaction import transaction
from tests.builders.ballots import a_ballot, a_closed_round, an_open_round, cast_letters, run_out
from tests.builders.council import a_partner
from tests.builders.proposals import a_difference_on_the_table, a_proposal, a_version
from tests.builders.savings import a_cost_line, a_postage_line, an_estimate
from tests.builders.signoff import decision_on

BEFORE_THE_RISE = date(2024, 9, 30)


def test_d11_an_estimate_is_the_sum_of_its_lines_and_no_part_of_the_hash(session: Session) -> None:
    proposal = a_proposal()
    city = proposal.difference.group.cities[0].city
    version = an_estimate(proposal, a_postage_line(city_id=city.id), a_cost_line(30_000))

    assert (version.number, version.yearly_saving_yen) == (2, 25_000 - 30_000)
    assert version.text_hash == proposal.versions[0].text_hash
    assert [(line.city_id, line.yen) for line in lines_of(version.id)] == [(city.id, 25_000), (None, -30_000)]


def test_d11_postage_is_priced_by_the_day_and_the_discount(session: Session) -> None:
    bulk = a_postage_line(after=TypedPrice(item=PostalItem.LETTER_50, discount=10))
    proposal = a_proposal()
    old = an_estimate(proposal, bulk, rates_on=BEFORE_THE_RISE)
    new = an_estimate(a_proposal(proposal.difference), bulk)

    assert (old.yearly_saving_yen, new.yearly_saving_yen) == (9_400, 11_000)
    line = lines_of(old.id)[0]
    assert (line.before_yen, line.after_yen, line.after_discount, line.rates_on) == (
        94,
        94,
        10,
        BEFORE_THE_RISE,
    )


def test_d11_a_new_text_keeps_the_lines(session: Session) -> None:
    proposal = a_proposal()
    an_estimate(proposal, a_postage_line())
    version = a_version(proposal, body="改めた本文。", yearly_saving_yen=1)

    assert (version.number, version.yearly_saving_yen) == (3, 25_000)
    assert [line.what for line in lines_of(version.id)] == ["納税通知書"]


def test_t3_the_same_lines_again_make_no_version(session: Session) -> None:
    proposal = a_proposal()
    an_estimate(proposal, a_postage_line())
    an_estimate(proposal, a_postage_line())

    assert proposal.last_version == 2
    revised = session.scalars(select(Event).where(Event.kind == EventKind.PROPOSAL_REVISED)).all()
    assert [(e.before["yearly_saving_yen"], e.after["yearly_saving_yen"]) for e in revised] == [
        (None, 25_000)
    ]


def test_d11_taking_all_lines_away_leaves_no_estimate(session: Session) -> None:
    proposal = a_proposal()
    an_estimate(proposal, a_postage_line())
    version = an_estimate(proposal)

    assert (version.yearly_saving_yen, list(lines_of(version.id))) == (None, [])


def test_d11_the_estimate_that_a_round_showed_does_not_change(session: Session) -> None:
    difference = a_difference_on_the_table()
    proposal = decision_proposal(difference.id)
    an_estimate(proposal, a_postage_line())
    round = a_closed_round("aao", difference=difference)
    later = an_estimate(proposal, a_postage_line(2_000))

    session.expire_all()
    assert later.id != round.version_id
    assert (round.version.yearly_saving_yen, [line.yen for line in round.version.saving_lines]) == (
        25_000,
        [25_000],
    )
    assert later.yearly_saving_yen == 50_000
    assert later.text_hash == round.text_hash


def test_d11_nobody_changes_the_estimate_of_what_is_voted_on(session: Session) -> None:
    round = an_open_round()
    with pytest.raises(Refused):
        an_estimate(round.version.proposal, a_postage_line())


def test_d11_the_estimate_is_accepted_with_the_decision(session: Session) -> None:
    difference = a_difference_on_the_table()
    version = an_estimate(decision_proposal(difference.id), a_postage_line(), a_cost_line(5_000))
    ballot = a_ballot(difference)
    cast_letters(ballot, "aaa")
    run_out(ballot.round)
    decision = decision_on(difference)

    assert (decision.version_id, decision.yearly_saving_yen) == (version.id, 20_000)


@pytest.mark.parametrize("write", [update(SavingLine).values(yen=1), delete(SavingLine)])
def test_d11_no_write_changes_a_line_not_even_past_the_acts(session: Session, write: object) -> None:
    an_estimate(a_proposal(), a_postage_line())
    with pytest.raises(Refused), transaction():
        session.execute(write)  # type: ignore[call-overload]


GOOD = a_postage_line()
OTHER = replace(GOOD, kind=SavingKind.OTHER, before=TypedPrice(yen=10), after=TypedPrice())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (replace(GOOD, what=" 　"), "saving_line_needs_what"),
        (replace(GOOD, what="あ" * 101), "saving_line_needs_what"),
        (replace(GOOD, volume=None), "saving_line_needs_volume"),
        (replace(GOOD, volume=0), "saving_line_needs_volume"),
        (replace(GOOD, volume=10**10), "saving_line_needs_volume"),
        (replace(GOOD, city_id=999), "saving_line_of_another_city"),
        (replace(GOOD, before=TypedPrice(), after=TypedPrice()), "saving_line_needs_item"),
        (replace(GOOD, before=TypedPrice(yen=110)), "saving_line_rate_is_looked_up"),
        (replace(GOOD, after=TypedPrice(item=PostalItem.POSTCARD, discount=101)), "saving_line_discount"),
        (replace(OTHER, before=TypedPrice(item=PostalItem.POSTCARD)), "saving_line_item_of_postage"),
        (replace(OTHER, before=TypedPrice(yen=-1)), "saving_line_unit"),
        (replace(OTHER, before=TypedPrice(yen=999_999_999), volume=999_999_999), "amount_too_large"),
    ],
)
def test_d11_a_line_that_cannot_stand_is_named(session: Session, line: TypedLine, code: str) -> None:
    proposal = a_proposal()
    with pytest.raises(Invalid) as refused:
        an_estimate(proposal, GOOD, line)

    assert (refused.value.field, refused.value.code) == ("lines", code)
    assert refused.value.params.get("line", 2) == 2
    assert db.session.scalars(select(SavingLine)).all() == []


def test_d11_there_is_no_rate_before_the_first_one(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        an_estimate(a_proposal(), GOOD, rates_on=date(2019, 9, 30))
    assert refused.value.code == "no_rate_yet"


def test_d11_an_estimate_has_at_most_thirty_lines(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        an_estimate(a_proposal(), *[GOOD] * 31)
    assert refused.value.code == "too_many_saving_lines"


def test_t10_an_estimate_over_a_newer_one_is_refused_over_a_newer_text_it_is_not(session: Session) -> None:
    proposal = a_proposal()
    a_version(proposal, body="改めた本文。")
    over_text = an_estimate(proposal, a_postage_line(), base=1)
    assert (over_text.number, over_text.body, over_text.yearly_saving_yen) == (3, "改めた本文。", 25_000)

    with pytest.raises(Invalid) as refused:
        an_estimate(proposal, a_postage_line(5), base=2)
    assert (refused.value.field, refused.value.code) == ("base", "estimate_changed_meanwhile")


def test_d11_partners_estimate_nothing(session: Session) -> None:
    proposal = a_proposal()
    partner = a_partner(proposal.difference.group)
    with pytest.raises(Refused) as refused:
        an_estimate(proposal, a_postage_line(), author=partner)
    assert refused.value.verdict.code == "partners_write_no_proposals"


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("ck_saving_lines_what", {"what": " "}),
        ("ck_saving_lines_volume", {"volume": 0}),
        ("ck_saving_lines_units", {"before_yen": -1}),
        ("ck_saving_lines_discounts", {"after_discount": 101}),
        ("ck_saving_lines_items_of_postage", {"before_item": PostalItem.POSTCARD}),
        ("ck_saving_lines_items_of_postage", {"kind": SavingKind.POSTAGE}),
    ],
)
def test_d11_the_database_refuses_what_is_no_line(
    session: Session, constraint: str, values: dict[str, object]
) -> None:
    version = an_estimate(a_proposal(), a_cost_line())
    row = {
        "version_id": version.id, "position": 2, "kind": SavingKind.OTHER, "what": "対象", "volume": 1,
        "before_yen": 1, "before_discount": 0, "after_yen": 0, "after_discount": 0, "yen": 1,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=constraint):
        session.connection().execute(SavingLine.__table__.insert().values(**{**row, **values}))  # type: ignore[attr-defined]


def decision_proposal(difference_id: int):  # type: ignore[no-untyped-def]
    """The proposal on the table of a difference."""
    statement = select(ProposalVersion).join(ProposalVersion.proposal)
    version = db.session.scalars(
        statement.where(ProposalVersion.proposal.has(difference_id=difference_id))
    ).one()
    return version.proposal
