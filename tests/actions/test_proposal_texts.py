"""Versions and hashes: what a save makes, what it leaves alone, what never changes again (T1-T7)."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.actions.proposals import EditConflict, ProposalFields, draft_proposal, revise_proposal
from app.domain.attachments import Upload
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.texts import CustomizationAnswer, Flag, OutcomeKind, text_hash
from app.models import Attachment, Event, Notice, Proposal, ProposalVersion
from app.policies.verdicts import Invalid, Refused
from app.queries.proposals.files import bound_files, files_of
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_secretary
from tests.builders.differences import a_proposing_difference
from tests.builders.proposals import TEXT, a_proposal, a_proposal_on_the_table, a_version, fields_of

FORM = Upload("共通様式第1号.txt", "就学通知書".encode())
OTHER_FORM = Upload("共通様式第1号.txt", "就学通知書（改）".encode())


def test_t1_a_new_version_leaves_the_round_its_text_and_hash(session: Session) -> None:
    round_ = a_closed_round("aao")
    frozen = round_.version
    kept = (frozen.id, frozen.number, frozen.body, frozen.text_hash, round_.text_hash)
    newer = a_version(frozen.proposal, body="反対意見を受けて改めた案")

    session.expire_all()
    assert (frozen.id, frozen.number, frozen.body, frozen.text_hash, round_.text_hash) == kept
    assert round_.version_id == frozen.id
    assert newer.number == frozen.number + 1
    assert newer.text_hash != round_.text_hash


@pytest.mark.parametrize("write", [update(ProposalVersion).values(title="x"), delete(ProposalVersion)])
def test_t1_no_write_changes_a_version_not_even_past_the_acts(session: Session, write: object) -> None:
    a_proposal()
    with pytest.raises(Refused), transaction():
        session.execute(write)  # type: ignore[call-overload]


def test_t2_the_stored_hash_is_that_of_the_stored_text(session: Session) -> None:
    proposal = a_proposal(
        title="　就学通知を\nまとめて送る ",
        body="が\r\nを行末  \nに残さない\r\n\r\n",
        flags=frozenset({Flag.CUSTOMIZATION, Flag.NEW_COST}),
        customization_answer=CustomizationAnswer.SETTING,
        effective_on=date(2027, 4, 1),
    )

    session.expire_all()
    version = proposal.current
    assert version.title == "就学通知を まとめて送る"
    assert version.body == "が\nを行末\nに残さない"
    assert version.text_hash == text_hash(version.text)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "別の題名"},
        {"body": "別の本文"},
        {"outcome": OutcomeKind.PER_CITY},
        {"flags": frozenset({Flag.BASIC_POLICY})},
        {"flags": frozenset({Flag.CUSTOMIZATION}), "customization_answer": CustomizationAnswer.ADOPT},
        {"scope": "市立小学校"},
        {"effective_on": date(2027, 4, 1)},
        {"exceptions": "日野市は令和九年度まで従前の例による。"},
    ],
)
def test_t2_each_part_of_the_text_makes_a_version_with_another_hash(
    session: Session, change: dict[str, Any]
) -> None:
    proposal = a_proposal()
    before = proposal.current.text_hash
    version = a_version(proposal, **change)

    assert version.number == 2
    assert version.text_hash != before
    assert version.based_on_id == proposal.versions[0].id


def test_t2_a_file_is_part_of_the_text(session: Session) -> None:
    proposal = a_proposal()
    changes: list[dict[str, object]] = [{"files": [FORM]}, {"files": [OTHER_FORM]}, {"without": [_sha(FORM)]}]
    hashes = [proposal.current.text_hash, *(_revise(proposal, **change).text_hash for change in changes)]

    assert len(set(hashes)) == 4
    assert [file.filename for file in bound_files(proposal.current, files_of(proposal.difference))] == [
        "共通様式第1号.txt"
    ]
    assert proposal.current.attachment_hashes == [_sha(OTHER_FORM)]


def test_t2_the_expected_saving_is_no_part_of_the_text(session: Session) -> None:
    proposal = a_proposal(yearly_saving_yen=1_000_000)
    version = a_version(proposal, yearly_saving_yen=-300_000)

    assert (version.number, version.yearly_saving_yen) == (2, -300_000)
    assert version.text_hash == proposal.versions[0].text_hash


@pytest.mark.parametrize(
    "typed",
    [
        TEXT,
        replace(TEXT, title=f" {TEXT.title}　", body=TEXT.body.replace("\n", "\r\n") + "\r\n\r\n"),
    ],
)
def test_t3_saving_without_a_change_leaves_no_trace(session: Session, typed: ProposalFields) -> None:
    proposal = a_proposal_on_the_table()
    editor = a_secretary()
    before = _traces(session)
    with transaction():
        version = revise_proposal(proposal.id, editor, typed, base=1, note="変更なし", files=())

    assert version.number == proposal.last_version == 1
    assert _traces(session) == before


def test_t3_the_same_file_again_is_no_change(session: Session) -> None:
    author = a_secretary()
    difference = a_proposing_difference()
    with transaction():
        proposal = draft_proposal(difference.number, author, TEXT, files=[FORM])

    assert _revise(proposal, files=[FORM]).number == 1
    assert session.scalar(select(func.count(Attachment.id))) == 1


def test_t3_who_changed_nothing_is_in_no_conflict(session: Session) -> None:
    proposal, idle = a_proposal(), a_secretary()
    a_version(proposal, title="先に保存された題名")
    before = _traces(session)
    with transaction():
        version = revise_proposal(proposal.id, idle, TEXT, base=1)

    assert version.number == 2
    assert _traces(session) == before


def test_t4_positions_stay_with_the_version_they_were_given_to(session: Session) -> None:
    round_ = a_closed_round("aao")
    proposal = round_.version.proposal
    a_version(proposal, body="反対意見を受けて改めた案")

    session.expire_all()
    assert round_.version.number == proposal.last_version - 1
    assert len(round_.positions) == 3


def test_t5_an_older_text_put_back_is_a_new_version_that_revives_nothing(session: Session) -> None:
    round_ = a_closed_round("aao")
    first = round_.version
    proposal = first.proposal
    a_version(proposal, body="いったん改めた案")
    restored = a_version(proposal, body=first.body)

    session.expire_all()
    assert restored.number == first.number + 2
    assert restored.text_hash == first.text_hash
    assert round_.version_id == first.id
    assert round_.result is not None
    assert proposal.difference.stage.value == "discussing"


def test_t7_a_file_of_a_version_is_neither_replaced_nor_deleted(session: Session) -> None:
    proposal = a_proposal()
    _revise(proposal, files=[FORM])
    for write in (update(Attachment).values(filename="x.txt"), delete(Attachment)):
        with pytest.raises(Refused), transaction():
            session.execute(write)


def test_t10_the_second_to_save_from_the_same_version_is_told_and_nothing_is_written(
    session: Session,
) -> None:
    proposal, second = a_proposal(), a_secretary()
    a_version(proposal, title="先に保存された題名")
    before = _traces(session)
    with pytest.raises(EditConflict) as conflict, transaction():
        revise_proposal(proposal.id, second, replace(TEXT, title="後から保存した題名"), base=1, key="once")

    assert (conflict.value.base, conflict.value.theirs) == (1, 2)
    assert _traces(session) == before
    with transaction():  # the form goes on from what stands now, with the same key
        version = revise_proposal(
            proposal.id, second, replace(TEXT, title="後から保存した題名"), base=2, key="once"
        )
    assert version.number == 3


def test_a_save_sent_twice_makes_one_version(session: Session) -> None:
    proposal, editor = a_proposal(), a_secretary()
    numbers = []
    for _ in range(2):
        with transaction():
            typed = replace(TEXT, title="新しい題名")
            numbers.append(revise_proposal(proposal.id, editor, typed, base=1, key="save").number)

    assert numbers == [2, 2]


def test_a_new_text_on_the_table_is_told_and_makes_older_pages_stale(session: Session) -> None:
    proposal = a_proposal_on_the_table()
    other = a_proposal(proposal.difference)
    serial = proposal.difference.stage_serial
    a_version(other, title="机上にない案の改訂")
    assert proposal.difference.stage_serial == serial

    a_version(proposal, title="協議中の案の改訂")
    assert proposal.difference.stage_serial == serial + 1
    assert session.scalar(
        select(func.count(Notice.id)).where(Notice.kind == NoticeKind.PROPOSAL_REVISED)
    ) == len({role.user_id for role in proposal.difference.group.roles})
    revised = session.scalars(
        select(Event).where(Event.kind == EventKind.PROPOSAL_REVISED).order_by(Event.id)
    ).all()
    assert [(event.before["version"], event.after["version"]) for event in revised] == [(1, 2), (1, 2)]


@pytest.mark.parametrize(
    ("flags", "answer", "code"),
    [
        (frozenset({Flag.CUSTOMIZATION}), None, "customization_answer_needed"),
        (frozenset({Flag.NEW_COST}), CustomizationAnswer.ADOPT, "customization_answer_without_flag"),
    ],
)
def test_l5_an_answer_is_given_where_a_customization_is_wanted(
    session: Session, flags: frozenset[Flag], answer: CustomizationAnswer | None, code: str
) -> None:
    proposal = a_proposal()
    with pytest.raises(Invalid) as invalid:
        a_version(proposal, flags=flags, customization_answer=answer)

    assert invalid.value.code == code


def _revise(proposal: Proposal, **more: object) -> ProposalVersion:
    editor = a_secretary()
    fields = fields_of(proposal.current)
    with transaction():
        return revise_proposal(proposal.id, editor, fields, base=proposal.last_version, **more)  # type: ignore[arg-type]


def _sha(upload: Upload) -> str:
    return sha256(upload.content).hexdigest()


def _traces(session: Session) -> tuple[int | None, ...]:
    counted = (ProposalVersion.id, Event.id, Notice.id)
    return tuple(session.scalar(select(func.count(column))) for column in counted)
