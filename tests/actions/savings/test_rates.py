"""The rates of postage that the secretariat enters: dated, corrected, never changing an estimate already made (D11)."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.savings import add_rate
from app.domain.events import EventKind
from app.domain.postage import PostalItem, rate_on
from app.models import Event, PostageRate, User
from app.policies.verdicts import Invalid, Refused
from app.queries.savings import postage_rates
from app.transaction import transaction
from tests.builders.council import a_city, a_person, a_secretary
from tests.builders.proposals import a_proposal
from tests.builders.savings import a_postage_line, an_estimate

FROM = date(2027, 10, 1)


def entered(actor: User, yen: int = 100, since: date = FROM, item: PostalItem = PostalItem.POSTCARD) -> None:
    with transaction():
        add_rate(actor, item=item, since=since, yen=yen)


def test_d11_a_new_rate_holds_from_its_day_and_older_estimates_keep_theirs(session: Session) -> None:
    proposal = a_proposal()
    before = an_estimate(proposal, a_postage_line(), rates_on=FROM)
    entered(a_secretary())
    after = an_estimate(a_proposal(proposal.difference), a_postage_line(), rates_on=FROM)

    assert (before.yearly_saving_yen, after.yearly_saving_yen) == (25_000, 10_000)
    assert rate_on(postage_rates(), PostalItem.POSTCARD, date(2027, 9, 30)) == 85


def test_d11_the_same_item_and_day_again_is_a_correction_and_unchanged_no_event(session: Session) -> None:
    keeper = a_secretary()
    for yen in (100, 95, 95):
        entered(keeper, yen)

    assert session.scalars(select(PostageRate.yen)).all() == [95]
    events = session.scalars(
        select(Event).where(Event.kind == EventKind.POSTAGE_RATE_ENTERED).order_by(Event.id)
    ).all()
    assert [(e.before.get("yen"), e.after["yen"]) for e in events] == [(None, 100), (100, 95)]


def test_d11_a_known_rate_can_be_put_right(session: Session) -> None:
    entered(a_secretary(), 111, date(2024, 10, 1), PostalItem.LETTER_50)
    assert rate_on(postage_rates(), PostalItem.LETTER_50, date(2025, 1, 1)) == 111


def test_d11_only_the_secretariat_keeps_the_rates(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        entered(a_person(a_city(), administrator=True))
    assert refused.value.verdict.code == "rates_of_secretariat"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"yen": 0}, "rate_out_of_range"),
        ({"yen": 100_001}, "rate_out_of_range"),
        ({"since": date(1900, 1, 1)}, "rate_day_unknown"),
        ({"since": date(2100, 1, 1)}, "rate_day_unknown"),
    ],
)
def test_d11_a_rate_that_cannot_be_is_refused(session: Session, typed: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        entered(a_secretary(), **typed)  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("ck_postage_rates_yen", {"yen": 0}),
        ("uq_postage_rates_since|postage_rates.since", {"since": FROM}),
    ],
)
def test_d11_the_database_refuses_what_is_no_rate(
    session: Session, constraint: str, values: dict[str, object]
) -> None:
    entered(a_secretary())
    kept = session.scalars(select(PostageRate)).one()
    row = {c.name: getattr(kept, c.name) for c in PostageRate.__table__.columns if c.name != "id"}
    with pytest.raises(IntegrityError, match=constraint):
        session.connection().execute(
            PostageRate.__table__.insert().values(**{**row, "since": date(2028, 1, 1), **values})  # type: ignore[attr-defined]
        )
