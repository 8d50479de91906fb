"""A3: every kept text and file is what was recorded, and what is not is named."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.events import TextFault, TextKind
from app.domain.texts import text_hash
from app.models import Attachment, Comment, Decision, MinutesVersion, PracticeRevision, ProposalVersion
from app.queries.kept_texts import altered_texts
from tests.builders.meetings import a_full_sitting
from tests.conftest import Installation
from tests.support.tampering import against_the_guards

ALTERED, UNRECORDED = TextFault.ALTERED, TextFault.UNRECORDED
TAMPERINGS = [
    (ProposalVersion, "scope = 'それ以外'", TextKind.PROPOSAL_VERSION, ALTERED),
    (Decision, "body = 'それ以外'", TextKind.DECISION, ALTERED),
    (Decision, "title = 'それ以外'", TextKind.DECISION, ALTERED),
    (MinutesVersion, "body = 'それ以外'", TextKind.MINUTES, ALTERED),
    (MinutesVersion, "number = 9", TextKind.MINUTES, UNRECORDED),
    (PracticeRevision, "body = 'それ以外'", TextKind.PRACTICE, ALTERED),
    (Comment, "body = 'それ以外'", TextKind.COMMENT, ALTERED),
    (Attachment, "sha256 = 'none'", TextKind.FILE, ALTERED),
]


@pytest.fixture
def everything(session: Session) -> None:
    """A meeting with minutes, a decision, comments, practices and files."""
    a_full_sitting()


def test_a3_untouched_texts_are_as_recorded(everything: None, app: Flask, session: Session) -> None:
    for model in (ProposalVersion, Decision, MinutesVersion, PracticeRevision, Comment, Attachment):
        assert session.scalars(select(model)).first(), model
    assert list(altered_texts(files=True)) == []

    said = app.test_cli_runner().invoke(args=["verify"])
    assert said.exit_code == 0
    assert "unbroken; every text and file is as recorded" in said.output


@pytest.mark.parametrize(("model", "change", "kind", "fault"), TAMPERINGS)
def test_a3_an_altered_text_is_named(
    everything: None,
    installation: Installation,
    session: Session,
    model: type,
    change: str,
    kind: TextKind,
    fault: TextFault,
) -> None:
    first = session.scalars(select(model.id).order_by(model.id).limit(1)).one()
    session.rollback()
    against_the_guards(installation.database, f"UPDATE {model.__tablename__} SET {change} WHERE id = {first}")

    found = {(each.kind, each.fault) for each in altered_texts(files=True)}
    assert (kind, fault) in found
    assert found <= {(kind, fault), (TextKind.DECISION, ALTERED)}


def test_a3_a_version_with_a_hash_that_fits_and_is_in_no_event_is_named(
    everything: None, installation: Installation, session: Session
) -> None:
    version = session.scalars(select(ProposalVersion).order_by(ProposalVersion.id.desc())).first()
    forged = ProposalVersion(**{**_columns(version), "body": "それ以外"})
    session.rollback()
    against_the_guards(
        installation.database,
        f"UPDATE proposal_versions SET body = 'それ以外', text_hash = '{text_hash(forged.text)}'"
        f" WHERE id = {forged.id}",
    )

    assert {(each.kind, each.fault) for each in altered_texts()} >= {(TextKind.PROPOSAL_VERSION, UNRECORDED)}


def test_a3_the_command_names_the_broken_entry_with_kind_and_time(
    everything: None, installation: Installation, app: Flask, session: Session
) -> None:
    session.rollback()
    against_the_guards(installation.database, "UPDATE events SET actor_post = '市長' WHERE id = 2")
    against_the_guards(installation.database, "UPDATE comments SET body = 'それ以外'")

    said = app.test_cli_runner().invoke(args=["verify"])
    assert said.exit_code == 1
    assert "Broken at entry No. 2 (" in said.output
    assert "2026" in said.output
    assert "it was altered." in said.output
    assert "Comment EDU-02-002 / " in said.output


def _columns(version: ProposalVersion) -> dict[str, object]:
    return {column.key: getattr(version, column.key) for column in ProposalVersion.__table__.columns}
