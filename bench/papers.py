"""Papers for measuring large files: an edition of the manual and minutes of many meetings, written into the tables."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from app.clock import freeze
from app.domain.calendar import tokyo_date
from app.domain.manual import Paragraph, content_hash
from app.domain.meeting_facts import Attendee, MeetingFacts, Named
from app.domain.meetings import MeetingForm, MeetingState, MinutesState
from app.domain.minutes import text_hash
from app.domain.roles import UserKind
from app.extensions import Database, db
from app.i18n import locale_scope
from app.models import Edition, EditionParagraph, Group, Meeting, Minutes, MinutesVersion, User
from app.transaction import transaction
from bench.generate import AT, WORDS
from seed.calendar import Days
from seed.council import found

GROUPS = 40
PRESENT = 8
PART = (
    "就学通知書は、一月三十一日までに発送する。転入者については、転入の届出を受けた日から十四日以内に随時発送する。"
    "様式は別紙のとおりとし、外国籍の児童生徒の保護者には、やさしい日本語による案内を同封する。"
)
LIST = "\n".join(f"- {word}の手続は、共通の様式により受け付ける。" for word in WORDS[:6])
TABLE = "| 区分 | 期限 | 担当 |\n|---|---|---|\n" + "\n".join(
    f"| {word} | {number}月末日 | 学務課 |" for number, word in enumerate(WORDS[:5], 1)
)


def an_edition(database: Database, paragraphs: int) -> None:
    """A founded council with one edition of so many paragraphs, a little less than half a page each."""
    with database.scope(), locale_scope("ja"), freeze(AT), transaction():
        found(Days(AT).day(-300))
        groups, secretary = _groups(), _secretary()
        texts = list(_paragraphs(groups, paragraphs))
        frame = _frame(groups)
        edition = Edition(
            number=1,
            published_on=tokyo_date(AT),
            note="初版。",
            cut_by_id=secretary.id,
            cut_by_printed=secretary.printed,
            cut_at=AT,
            frame=frame,
            content_hash=content_hash(frame, texts),
        )
        db.session.add(edition)
        db.session.flush()
        _bulk(EditionParagraph, _rows(edition, groups, texts))


def many_minutes(database: Database, count: int) -> None:
    """A founded council with so many circulated minutes, about four pages each."""
    with database.scope(), locale_scope("ja"), freeze(AT), transaction():
        found(Days(AT).day(-300))
        groups, secretary = _groups(), _secretary()
        meetings = [_meeting(number, groups, secretary) for number in range(1, count + 1)]
        _bulk(Meeting, meetings)
        _bulk(Minutes, [_minutes(meeting) for meeting in meetings])
        _bulk(MinutesVersion, [_version(meeting, groups, secretary) for meeting in meetings])


def _groups() -> list[Group]:
    return list(db.session.scalars(select(Group).order_by(Group.id).limit(GROUPS)).unique())


def _secretary() -> User:
    wanted = select(User).where(User.kind == UserKind.SECRETARIAT).order_by(User.id).limit(1)
    return db.session.scalars(wanted).one()


def _frame(groups: Sequence[Group]) -> dict[str, Any]:
    return {
        "council": {"ja": "測定協議会", "en": "Council for measuring"},
        "chapters": [
            {
                "code": group.code,
                "ja": group.name_ja,
                "en": group.name_en,
                "domain": {
                    "code": group.domain.code,
                    "ja": group.domain.name_ja,
                    "en": group.domain.name_en,
                },
            }
            for group in groups
        ],
    }


def _paragraphs(groups: Sequence[Group], count: int) -> Iterator[Paragraph]:
    share = -(-count // len(groups))
    for number in range(count):
        code = groups[number // share].code
        section = number % share // 10
        yield Paragraph(
            group=code,
            section=f"{code.lower()}-s{section}",
            section_title=f"{WORDS[section % len(WORDS)]}に関する事項",
            anchor=f"{code.lower()}-t{number}",
            title=f"{WORDS[number % len(WORDS)]}の取扱い その{number}",
            body=f"{PART}\n\n{LIST}\n\n{PART}" if number % 3 else f"{PART}\n\n{TABLE}\n\n{PART}",
            normative=False,
        )


def _rows(edition: Edition, groups: Sequence[Group], texts: Sequence[Paragraph]) -> list[dict[str, Any]]:
    ids = {group.code: group.id for group in groups}
    return [
        {
            "edition_id": edition.id,
            "position": position,
            "group_id": ids[text.group],
            "section_anchor": text.section,
            "section_title": text.section_title,
            "anchor": text.anchor,
            "title": text.title,
            "body": text.body,
            "normative": False,
            "provenance": {},
        }
        for position, text in enumerate(texts, 1)
    ]


def _meeting(number: int, groups: Sequence[Group], secretary: User) -> dict[str, Any]:
    starts_at = AT - timedelta(days=1 + number // 3, hours=number % 3)
    return {
        "id": number,
        "group_id": groups[number % len(groups)].id,
        "number": 1 + number // len(groups),
        "title": "定例会",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "form": MeetingForm.HYBRID,
        "place": "市役所 302会議室",
        "state": MeetingState.HELD,
        "planned_by_id": secretary.id,
        "planned_at": starts_at - timedelta(days=14),
    }


def _minutes(meeting: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": meeting["id"],
        "meeting_id": meeting["id"],
        "state": MinutesState.CIRCULATED,
        "last_version": 1,
        "circulated_at": AT,
    }


def _version(meeting: dict[str, Any], groups: Sequence[Group], secretary: User) -> dict[str, Any]:
    group = next(group for group in groups if group.id == meeting["group_id"])
    facts = _facts(meeting, group).to_json()
    body = "\n\n".join(
        f"# 議題{number}　{WORDS[number]}の取扱い\n\n## 説明\n\n{PART}\n\n## 主な意見\n\n{LIST}\n\n## 結論\n\n{PART}"
        for number in range(1, 6)
    )
    return {
        "minutes_id": meeting["id"],
        "number": 1,
        "body": body,
        "facts": facts,
        "text_hash": text_hash(body, facts),
        "author_id": secretary.id,
        "author_printed": secretary.printed,
        "created_at": AT,
    }


def _facts(meeting: dict[str, Any], group: Group) -> MeetingFacts:
    person = Attendee(Named("測定市", "City"), False, False, "学務課", "主任", "測定 太郎")
    return MeetingFacts(
        group=Named(group.name_ja, group.name_en),
        number=meeting["number"],
        title=meeting["title"],
        starts_at=meeting["starts_at"],
        ends_at=meeting["ends_at"],
        form=meeting["form"],
        place=meeting["place"],
        present=tuple(replace(person, name=f"測定 {number}郎") for number in range(PRESENT)),
        absent=(),
        papers=(),
        tasks=(),
        next=None,
    )


def _bulk(table: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 500):
        db.session.execute(insert(table), list(rows[start : start + 500]))
