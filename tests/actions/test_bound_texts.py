"""What a hash binds; amendments before a ballot and before the sign-offs of another text (T2, T5, T6, L4)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.ballots import open_round
from app.actions.differences import change_difference
from app.actions.proposals import accept_amendment
from app.domain.differences import DifferenceKind
from app.domain.events import EventKind
from app.domain.signoff import Meaning
from app.models import Event, Proposal
from app.policies.verdicts import Invalid
from app.transaction import transaction
from tests.builders.amendments import an_amendment
from tests.builders.ballots import OVERRIDE
from tests.builders.council import a_secretary
from tests.builders.proposals import a_proposal_on_the_table, a_version
from tests.builders.signoff import Signing, an_escalation_by_the_chair, sign_city, sign_step


def test_t2_what_stands_beside_the_text_changes_no_hash(session: Session) -> None:
    proposal, secretary = a_proposal_on_the_table(), a_secretary()
    bound = proposal.current.text_hash
    version = a_version(proposal, note="見込額の追加", yearly_saving_yen=120_000)
    with transaction():
        change_difference(
            proposal.difference.number,
            secretary,
            title="別の題名",
            kind=DifferenceKind.SYSTEM,
            why="別の理由がある。",
        )

    session.expire_all()
    assert version.text_hash == bound
    assert proposal.difference.title == "別の題名"


def test_t6_signatures_bear_the_hash_that_was_voted_on(session: Session) -> None:
    signing = _sent_back()
    signatures = [s for step in signing.route(1).steps for s in step.signatures]

    assert signatures
    assert {s.text_hash for s in signatures} == {signing.escalation.text_hash}
    assert signing.escalation.text_hash == signing.escalation.version.text_hash


def test_t6_an_accepted_amendment_dismisses_every_citys_signatures_visibly(session: Session) -> None:
    signing = _sent_back()
    proposal = _tabled(session, signing)
    _accept_a_change(proposal, "発送する", "送付する")

    dismissed = session.scalars(select(Event).where(Event.kind == EventKind.SIGNOFFS_DISMISSED)).one()
    assert [s["city_name"] for s in dismissed.after["signatures"]] == [signing.cities[1].names] * 2
    assert all(s.dismissed_at for step in signing.route(1).steps for s in step.signatures)


def test_t5_an_amendment_back_to_an_identical_older_text_revives_nothing(session: Session) -> None:
    signing = _sent_back()
    proposal = _tabled(session, signing)
    bound = proposal.current.text_hash
    _accept_a_change(proposal, "発送する", "送付する")
    _accept_a_change(proposal, "送付する", "発送する")

    session.expire_all()
    assert proposal.current.text_hash == bound
    assert all(s.dismissed_at for step in signing.route(1).steps for s in step.signatures)


def test_t3_an_amendment_that_changes_nothing_makes_no_version(session: Session) -> None:
    proposal = a_proposal_on_the_table()
    first = an_amendment(proposal, "発送する", "送付する")
    same = an_amendment(proposal, "発送する", "送付する")
    secretary = a_secretary()
    with transaction():
        accept_amendment(first.id, secretary)

    session.expire_all()
    assert (proposal.last_version, same.state.value) == (2, "outdated")


def test_l4_a_ballot_opens_over_an_open_amendment_only_with_a_reason(session: Session) -> None:
    proposal = a_proposal_on_the_table()
    an_amendment(proposal, "発送する", "送付する")
    number, secretary = proposal.difference.number, a_secretary()
    reasons = {"rule": OVERRIDE, "discussion_days": OVERRIDE}
    with pytest.raises(Invalid) as invalid, transaction():
        open_round(number, secretary, overrides=reasons)
    with transaction():
        round = open_round(number, secretary, overrides={**reasons, "amendments": OVERRIDE})

    assert (invalid.value.field, invalid.value.code) == ("override_amendments", "override_needs_reason")
    assert round.overrides["amendments"] == OVERRIDE


def _sent_back() -> Signing:
    """The second city has signed; then the first one sends the matter back."""
    signing = an_escalation_by_the_chair()
    sign_city(signing, 1)
    sign_step(signing.step(0), signing.manager(0), Meaning.SEND_BACK)
    return signing


def _tabled(session: Session, signing: Signing) -> Proposal:
    return session.get_one(Proposal, signing.escalation.version.proposal_id)


def _accept_a_change(proposal: Proposal, old: str, new: str) -> None:
    secretary = a_secretary()
    amendment = an_amendment(proposal, old, new, author=secretary)
    with transaction():
        accept_amendment(amendment.id, secretary)
