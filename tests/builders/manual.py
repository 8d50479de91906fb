"""Decisions and editions of the manual, as a test needs them: decided and cut by the actions themselves."""

from datetime import date

from sqlalchemy import select

from app.actions.manual import cut_edition
from app.extensions import db
from app.models import Decision, Edition, Group, User
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_secretary
from tests.builders.differences import a_proposing_difference
from tests.builders.proposals import a_proposal_on_the_table

NOTE = "決定を反映した。"


def a_decision(
    group: Group | None = None,
    letters: str = "aaa",
    *,
    raising: dict[str, object] | None = None,
    **fields: object,
) -> Decision:
    """A decision of a carried ballot, by default of three cities that all approve; fields are the proposal's."""
    leader = a_secretary()
    difference = a_proposing_difference(group, leader, **(raising or {}))
    difference = a_proposal_on_the_table(difference, leader, **fields).difference
    round = a_closed_round(letters, difference=difference)
    return db.session.scalars(select(Decision).where(Decision.round_id == round.id)).one()


def an_edition(
    actor: User | None = None, note: str = NOTE, published_on: date | None = None, key: str = ""
) -> Edition:
    """The next edition, cut by the secretariat unless somebody is given."""
    actor = actor or a_secretary()
    with transaction():
        return cut_edition(actor, note=note, published_on=published_on, key=key)
