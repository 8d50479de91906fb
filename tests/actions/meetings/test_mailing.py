"""Mail that calls to a meeting: whom it goes to, once, in which language, and when another goes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.actions.mail import Enclosure, mark_sent, withhold_unsent
from app.actions.meetings import call_meeting, cancel_meeting, change_meeting, send_written
from app.actions.meetings.mailing import Stationery
from app.actions.people_roles import end_role
from app.domain.positions import PositionKind
from app.i18n import current_locale
from app.models import MailEnclosure, Meeting, OutgoingMail, User
from app.models.notice import LARGEST_ENCLOSURE
from app.policies.verdicts import Refused
from app.transaction import transaction
from tests.builders.accounts import mails
from tests.builders.convening import a_written_resolution
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.discussion import a_caucus_entry, a_draft_position
from tests.builders.meetings import a_meeting, an_item, done
from tests.builders.proposals import a_difference_on_the_table

STATIONERY = Stationery(
    lambda meeting: f"http://localhost/meetings/{meeting.id}",
    lambda meeting, at: Enclosure("m.ics", "text/calendar", f"{current_locale()} {meeting.serial}".encode()),
)
SECRET = "内々の符牒ほととぎす"


def test_b15_a_form_sent_twice_mails_each_person_once_in_the_language_of_each(session: Session) -> None:
    meeting, secretary, voice = _called_by()
    with transaction():
        voice.locale = "en"
    for _ in range(2):
        done(
            call_meeting,
            meeting.id,
            secretary,
            message="**資料**を読む。",
            key="one form",
            stationery=STATIONERY,
        )
    sent = {mail.recipient: mail for mail in mails()}

    assert sorted(sent) == sorted([secretary.email, voice.email])
    assert len(mails()) == 2
    japanese, english = sent[secretary.email], sent[voice.email]
    assert "招集通知：" in japanese.subject
    assert "Notice of a meeting:" in english.subject
    for said in ("資料を読む。", "1. 連絡事項", f"http://localhost/meetings/{meeting.id}", "ウェブ会議"):
        assert said in japanese.body, said
    assert _content(english) == f"en {meeting.serial}"


def test_who_is_called_again_gets_another_mail_with_a_higher_sequence(session: Session) -> None:
    meeting, secretary, _voice = _called_by()
    for _ in range(2):
        done(call_meeting, meeting.id, secretary, stationery=STATIONERY)
    first, again = (_content(mail) for mail in mails() if mail.recipient == secretary.email)

    assert (first, again) == ("ja 2", "ja 3")


def test_whoever_was_called_hears_of_another_time_and_of_the_end_by_mail(session: Session) -> None:
    meeting, secretary, voice = _called_by()
    later = meeting.starts_at + timedelta(minutes=30)
    _change(meeting, secretary, place="別の会議室")
    assert mails() == []
    done(call_meeting, meeting.id, secretary, stationery=STATIONERY)
    late = a_representative(meeting.group, meeting.group.cities[1].city)
    _change(meeting, secretary, title="臨時会")
    assert _subjects(late) == []
    _change(meeting, secretary, starts_at=later)
    done(cancel_meeting, meeting.id, secretary, reason="台風のため。", stationery=STATIONERY)

    assert _subjects(late) == []
    assert _subjects(voice) == ["招集通知", "日時・場所の変更", "会議の中止"]
    assert "台風のため。" in mails()[-1].body
    sequences = [int(_content(mail).split()[1]) for mail in mails() if mail.recipient == voice.email]
    assert sequences == sorted(set(sequences))


def test_a_written_resolution_goes_out_by_mail_with_its_last_day(session: Session) -> None:
    written = a_written_resolution()
    done(send_written, written.meeting.id, written.secretary, stationery=STATIONERY)

    assert {mail.recipient for mail in mails()} >= {voice.email for voice in written.voices}
    for mail in mails():
        assert "書面決議" in mail.subject
        assert "期限：2026年12月1日(火) 24:00" in mail.body
        assert mail.enclosure is not None


def test_a2_whoever_has_left_the_group_hears_nothing_more(session: Session) -> None:
    meeting, secretary, voice = _called_by()
    done(call_meeting, meeting.id, secretary, stationery=STATIONERY)
    done(end_role, voice.roles[0].id, secretary)
    done(cancel_meeting, meeting.id, secretary, reason="台風のため。", stationery=STATIONERY)

    assert _subjects(voice) == ["招集通知"]


def test_a1_the_mail_says_nothing_of_a_caucus(session: Session) -> None:
    difference, secretary = a_difference_on_the_table(), a_secretary()
    voice = a_representative(difference.group, difference.group.cities[0].city)
    a_caucus_entry(difference, voice, SECRET)
    a_draft_position(difference, voice, PositionKind.OBJECT, SECRET)
    meeting = a_meeting(difference.group, secretary)
    an_item(meeting, difference, secretary)
    done(call_meeting, meeting.id, secretary, stationery=STATIONERY)

    assert mails()
    assert SECRET not in str([(mail.subject, mail.body) for mail in mails()])


@pytest.mark.parametrize("forget", [lambda mail: mark_sent(mail.id), lambda _mail: withhold_unsent()])
def test_a8_a_mail_that_went_or_is_held_back_keeps_neither_text_nor_file(
    session: Session, forget: Any
) -> None:
    meeting, secretary, _voice = _called_by()
    done(call_meeting, meeting.id, secretary, stationery=STATIONERY)
    for mail in mails():
        with transaction():
            forget(mail)
    session.expire_all()

    assert {mail.body for mail in mails()} == {""}
    assert session.scalar(select(func.count()).select_from(MailEnclosure)) == 0


def test_a_file_larger_than_its_bound_is_not_kept(session: Session) -> None:
    enclosed = MailEnclosure(name="a", media_type="text/calendar", content=b"a" * (LARGEST_ENCLOSURE + 1))
    at = clock.now()
    mail = OutgoingMail(
        key="k", recipient="a@b", subject="s", body="b", created_at=at, available_at=at, enclosure=enclosed
    )
    with pytest.raises(Refused) as refused, transaction():
        session.add(mail)
    assert "ck_mail_enclosures_size" in refused.value.verdict.params["constraint"]


def _called_by() -> tuple[Meeting, User, User]:
    """A meeting with an item, the secretariat's person, and one of the first city."""
    group, secretary = a_group(), a_secretary()
    voice = a_representative(group, group.cities[0].city)
    meeting = a_meeting(group, secretary)
    an_item(meeting, leader=secretary)
    return meeting, secretary, voice


def _change(meeting: Meeting, leader: User, **changed: object) -> None:
    names = ("title", "starts_at", "ends_at", "form", "place")
    fields = {name: getattr(meeting, name) for name in names} | changed
    done(change_meeting, meeting.id, leader, **fields, stationery=STATIONERY)


def _subjects(person: User) -> list[str]:
    """What the mails to a person are about, oldest first."""
    found = [mail.subject for mail in mails() if mail.recipient == person.email]
    return [subject.partition("】")[2].partition("：")[0] for subject in found]


def _content(mail: OutgoingMail) -> str:
    assert mail.enclosure is not None
    return mail.enclosure.content.decode()
