"""Downloading files, and adding some to a version that a round has frozen (A2, T7)."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.actions.attachments import add_later_files
from app.clock import now
from app.domain.events import EventKind
from app.models import Attachment, CaucusFile, Event, User
from app.policies.verdicts import Invalid, Refused
from app.queries.attachments import later_files
from app.transaction import transaction
from tests.builders.ballots import a_ballot
from tests.builders.council import (
    a_chair,
    a_deputy,
    a_group,
    a_manager,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_route,
    a_secretary,
)
from tests.builders.differences import a_difference, a_proposing_difference
from tests.builders.discussion import PDF, PNG, a_caucus_entry, a_comment, a_file
from tests.builders.proposals import a_proposal

SignedIn = Callable[[User], FlaskClient]


def test_a_file_is_downloaded_and_never_opened_in_place(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    a_comment(difference, files=[a_file("様式 第1号.pdf")])
    answer = signed_in(a_person(difference.group.cities[0].city)).get(_address(session))

    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''%E6%A7%98%E5%BC%8F%20%E7%AC%AC1%E5%8F%B7.pdf" in disposition


def test_a_file_is_unknown_to_who_does_not_read_the_group_and_under_another_name(
    session: Session, signed_in: SignedIn
) -> None:
    difference = a_difference()
    a_comment(difference, files=[a_file()])
    address = _address(session)
    partner, stranger = a_partner(difference.group), a_partner(a_group([], "EDU-03"))

    assert signed_in(partner).get(address).status_code == 200
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(partner).get(address.replace("pdf", "png")).status_code == 404
    assert signed_in(partner).get("/attachments/999/x.pdf").status_code == 404


def test_a2_removing_a_member_ends_access_to_files_at_once(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    partner = a_partner(difference.group)
    a_comment(difference, files=[a_file()])
    address = _address(session)
    browser = signed_in(partner)
    assert browser.get(address).status_code == 200
    with transaction():
        session.get_one(User, partner.id).roles[0].until = now()

    assert browser.get(address).status_code == 404
    with transaction():
        session.get_one(User, partner.id).active = False
    assert browser.get(address).status_code == 302


def test_a1_a_caucus_file_is_unknown_to_everybody_outside_the_city(
    session: Session, signed_in: SignedIn
) -> None:
    group = a_group()
    mine, other = group.cities[0].city, group.cities[1].city
    difference = a_difference(group)
    author, manager = a_representative(group, mine), a_manager(mine)
    a_route(mine, [manager.posts_at(now())[0]])
    a_caucus_entry(difference, author, files=[a_file("内部資料.pdf")])
    file = session.scalars(select(CaucusFile)).one()
    address = f"/attachments/caucus/{file.id}/{file.filename}"

    for person in (author, a_deputy(group, mine), a_member(group, mine), a_chair(group, mine), manager):
        assert signed_in(person).get(address).data == PDF
    outside = [
        a_representative(group, other), a_secretary(), a_partner(group), a_person(mine), a_manager(other),
        a_person(mine, administrator=True),
    ]  # fmt: skip
    for person in outside:
        assert signed_in(person).get(address).status_code == 404
        assert signed_in(person).get(f"/attachments/{file.id}/{file.filename}").status_code == 404


def test_t7_a_file_added_after_a_ballot_leaves_the_frozen_text_as_it_is_and_is_marked(
    session: Session, signed_in: SignedIn
) -> None:
    ballot = a_ballot()
    version, secretary = ballot.round.version, ballot.secretary
    before = version.text_hash, list(version.attachment_hashes)
    address = f"/differences/{ballot.difference.number}/proposals/{version.proposal.number}/versions/1"
    browser = signed_in(secretary)
    data = {"files": (BytesIO(PDF), "参考.pdf")}
    answer = browser.post(f"{address}/attachments", data=data, content_type="multipart/form-data")

    assert (answer.status_code, answer.location) == (303, address)
    session.rollback()
    session.refresh(version)
    assert (version.text_hash, list(version.attachment_hashes)) == before
    (file,) = later_files(version)
    event = session.scalars(select(Event).where(Event.kind == EventKind.ATTACHMENT_ADDED)).one()
    assert event.after["files"] == [{"name": "参考.pdf", "sha256": file.sha256}]


def test_t7_only_who_leads_adds_to_a_frozen_version_and_nobody_to_one_that_is_not(session: Session) -> None:
    ballot = a_ballot()
    proposal = ballot.round.version.proposal
    with pytest.raises(Refused) as person, transaction():
        add_later_files(proposal.id, 1, ballot.voice(0), [a_file()])
    assert person.value.verdict.code == "chair_or_secretariat_only"

    draft = a_proposal(a_proposing_difference(ballot.group))
    secretary = a_secretary()
    with pytest.raises(Refused) as unfrozen, transaction():
        add_later_files(draft.id, 1, secretary, [a_file()])
    assert unfrozen.value.verdict.code == "version_not_frozen"
    with pytest.raises(Invalid), transaction():
        add_later_files(proposal.id, 1, secretary, [])


def test_t7_the_same_file_again_and_the_same_form_again_add_nothing(session: Session) -> None:
    ballot = a_ballot()
    proposal = ballot.round.version.proposal
    for key, file in (("one", a_file()), ("one", a_file("b.png", PNG)), ("two", a_file("別名.pdf"))):
        with transaction():
            add_later_files(proposal.id, 1, ballot.secretary, [file], key=key)

    assert [file.filename for file in session.scalars(select(Attachment))] == ["様式第1号.pdf"]


def test_t7_no_route_replaces_or_removes_a_file(app: Flask) -> None:
    def changes(rule: Rule) -> bool:
        return bool((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"})

    taking = [rule for rule in app.url_map.iter_rules() if "attachment" in rule.rule and changes(rule)]
    redacting = "audit.file"  # of comments and practices; a version's file is refused (test_redaction)
    assert {rule.endpoint for rule in taking} == {"discussion.add_files", redacting}


def _address(session: Session) -> str:
    file = session.scalars(select(Attachment)).one()
    return f"/attachments/{file.id}/{file.filename}"
