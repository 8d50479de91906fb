"""Stories of meetings and of the manual's editions."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from app.actions.ballots import cast_position
from app.actions.discussion import mark_for_minutes
from app.actions.manual import add_section, add_text, cut_edition, save_introduction
from app.actions.meetings import (
    add_agenda_item,
    call_meeting,
    circulate_minutes,
    conclude_item,
    confirm_minutes,
    draft_minutes,
    finalise_minutes,
    give_floor,
    hold_meeting,
    list_for_consent,
    plan_meeting,
    plan_written,
    record_attendance,
    remark_on_minutes,
    send_written,
)
from app.actions.take_home import add_take_home
from app.domain.calendar import add_working_days
from app.domain.meetings import AgendaPurpose, Conclusion, MeetingForm
from app.domain.passages import passages
from app.domain.positions import PositionKind
from app.domain.roles import RoleKind
from app.domain.workflow import Stage
from app.extensions import db
from app.models import AgendaItem, Comment, Difference, Group, Meeting, Minutes, Round, User
from app.queries.roles import people_of_group
from seed.calendar import Days
from seed.council import World
from seed.progress import is_ready_for_ballot, stage_of
from seed.schedule import Story
from seed.stories import Telling

EXPLANATION = "各市の現行と案の要点を、担当市から説明した。"
UNDER_WAY = (Stage.SURVEYING, Stage.PROPOSING, Stage.DISCUSSING)


class MeetingStory:
    """One meeting of a group: planned, prepared, and, if it is over, held and minuted."""

    def __init__(
        self, world: World, days: Days, group: str, told: Sequence[Telling], on: int, minuted: str
    ) -> None:
        """on is the day of the meeting from today; on day 0 it sits. minuted is none, circulated or final."""
        self.world, self.days, self.told, self.on, self.minuted = world, days, told, on, minuted
        self.group_code = group
        self.domain = group.split("-", maxsplit=1)[0]
        self.chair = world.people.chairs[self.domain]

    def story(self) -> Story:
        """The meeting from its invitation to its minutes."""
        yield self.days.at(min(self.on - 10, -1), 9)
        meeting_id = self._plan()
        yield self.days.at(min(self.on - 4, 0), 9)
        items = self._agenda(meeting_id)
        if self.on > 0:
            self._list_for_consent(meeting_id)
        if self.on >= 0:
            call_meeting(meeting_id, self.chair, message="資料を事前にお読みください。")
        if self.on == 0:
            yield self.days.at(0, 14)
            self._sit(meeting_id, items)
        if self.on >= 0:
            return
        yield self.days.at(self.on, 14, 30)
        self._meet(meeting_id, items)
        if self.minuted == "none":
            return
        yield self.days.at(self.on + 1, 10)
        minutes_id = self._flushed_id(draft_minutes(meeting_id, self.chair))
        yield self.days.at(self.on + 2, 10)
        circulate_minutes(minutes_id, self.chair)
        cities = self.world.members if self.minuted == "final" else self.world.members[:1]
        for place, city in enumerate(cities):
            yield self.days.at(self.on + 3 + place, 13)
            person = self.world.people.representatives[city.code, self.domain]
            confirm_minutes(minutes_id, person, version=db.session.get_one(Minutes, minutes_id).last_version)
        if self.minuted == "final":
            yield self.days.at(self.on + 8, 15)
            finalise_minutes(minutes_id, self.world.people.secretary)
        else:
            yield self.days.at(self.on + 5, 11)
            self._remark(minutes_id)

    def _plan(self) -> int:
        starts = self.days.at(self.on, 14)
        group = db.session.merge(self.world.groups[self.group_code], load=True)
        meeting = plan_meeting(
            group.id,
            self.chair,
            title=f"{group.name_ja}ワーキンググループ会議",
            starts_at=starts,
            ends_at=starts + timedelta(minutes=90),
            form=MeetingForm.ONLINE,
            place="オンライン会議室",
        )
        return self._flushed_id(meeting)

    def _list_for_consent(self, meeting_id: int) -> None:
        for item in db.session.get_one(Meeting, meeting_id).agenda:
            if item.difference and is_ready_for_ballot(item.difference.number):
                list_for_consent(item.id, self.chair)

    def _agenda(self, meeting_id: int) -> list[int]:
        items = []
        for told in self.told:
            stage = stage_of(told.number) if told.number else None
            if stage in UNDER_WAY or (stage is Stage.VOTING and self.on == 0):
                purpose = AgendaPurpose.BALLOT if stage is Stage.VOTING else AgendaPurpose.DISCUSS
                item = add_agenda_item(
                    meeting_id, self.chair, difference_number=told.number,
                    purpose=purpose, explanation=EXPLANATION,
                )  # fmt: skip
                items.append(self._flushed_id(item))
        other = add_agenda_item(
            meeting_id, self.chair, title="その他(次回の日程)", purpose=AgendaPurpose.REPORT,
            explanation="次回の日程を確認する。",
        )  # fmt: skip
        return [*items, self._flushed_id(other)]

    def _sit(self, meeting_id: int, items: list[int]) -> None:
        """The meeting of today has begun: one city is not there yet, and the first item has the floor."""
        people = self._invited(db.session.get_one(Meeting, meeting_id))
        late = self.world.members[-1].id
        record_attendance(meeting_id, self.chair, {p.id: True for p in people if p.city_id != late})
        give_floor(meeting_id, self.chair, item_id=items[0])

    def _meet(self, meeting_id: int, items: list[int]) -> None:
        meeting = db.session.get_one(Meeting, meeting_id)
        people = self._invited(meeting)
        record_attendance(meeting_id, self.chair, {p.id: place != 1 for place, p in enumerate(people)})
        for place, item_id in enumerate(items[:-1]):
            item = db.session.get_one(AgendaItem, item_id)
            self._conclude(meeting_id, item, taken_home=place == 0)
        conclude_item(
            items[-1], self.chair, conclusion=Conclusion.NOTED, text="次回は翌月の第2週に開催する。"
        )
        hold_meeting(meeting_id, self.chair)

    def _invited(self, meeting: Meeting) -> list[User]:
        group = db.session.get_one(Group, meeting.group_id)
        kinds = (RoleKind.CHAIR, RoleKind.REPRESENTATIVE, RoleKind.DEPUTY, RoleKind.MEMBER)
        return people_of_group(group, meeting.starts_at, kinds=kinds)

    def _conclude(self, meeting_id: int, item: AgendaItem, *, taken_home: bool) -> None:
        assert item.difference_id is not None  # noqa: S101 - the caller leaves the last item out
        difference = db.session.get_one(Difference, item.difference_id)
        for comment in db.session.scalars(
            select(Comment).where(Comment.difference_id == difference.id)
        ).unique():
            mark_for_minutes(comment.id, self.chair)
        if not taken_home:
            conclude_item(
                item.id, self.chair, conclusion=Conclusion.CONTINUED, text="次回までに各市で検討する。"
            )
            return
        conclude_item(
            item.id, self.chair, conclusion=Conclusion.TAKEN_HOME, text="担当市が確認し、次回報告する。"
        )
        city = self.world.members[1]
        add_take_home(
            difference.number, self.chair, city_id=city.id, meeting_id=meeting_id,
            owner_id=self.world.people.representatives[city.code, self.domain].id,
            task="システムの設定で対応できる範囲を事業者に確認する。", due_on=self.days.day(self.on + 14),
        )  # fmt: skip

    def _remark(self, minutes_id: int) -> None:
        """The second city asks for another wording of the first explanation."""
        minutes = db.session.get_one(Minutes, minutes_id)
        places = enumerate(passages(minutes.current.body))
        remark_on_minutes(
            minutes_id,
            self.world.people.representatives[self.world.members[1].code, self.domain],
            version=minutes.last_version,
            passage=next(place for place, each in places if each.words == EXPLANATION),
            quote="担当市から説明した。",
            body="説明したのは事務局です。",
            suggestion="事務局から説明した。",
        )

    def _flushed_id(self, row: AgendaItem | Meeting | Minutes) -> int:
        db.session.flush()
        return row.id


DOMAINS_INTRODUCED = {
    "EDU": "この分野の章は、学齢簿、就学援助、学校給食費など、学校と家庭との間の手続を扱う。\n\n"
    "学校に関する規則は市ごとに定めているため、各章では、届出と通知の取扱いを中心に示す。",
    "COM": "この分野の章は、宛名、帳票、文字など、どの業務にも共通する取扱いを扱う。\n\n"
    "業務ごとの章と併せてお読みいただきたい。",
}
"""What the secretariat explains before the chapters of two domains."""


def editions(world: World, days: Days) -> Story:
    """Introductions by the secretariat, of two chapters and then of two domains, and two editions of the manual."""
    yield days.at(-64, 9)
    for code in ("COM-02", "EDU-01"):
        group = db.session.merge(world.groups[code])
        section = add_section(group.id, world.people.secretary, title="この章について")
        db.session.flush()
        if section is not None:
            body = (
                f"この章は、{group.name_ja}の業務で構成市が合意した取扱いをまとめたものである。"
                "各項の根拠は、項の下に示す。"
            )
            add_text(section.id, world.people.secretary, title="はじめに", body=body)
    yield days.at(-60, 16)
    cut_edition(world.people.secretary, note="初版。ここまでの合意事項を収める。")
    yield days.at(-20, 10)
    for code, body in DOMAINS_INTRODUCED.items():
        save_introduction(code, world.people.secretary, body=body)
    yield days.at(-15, 16)
    cut_edition(world.people.secretary, note="第2版。通知と申請手続の合意事項を加える。")


WRITTEN_IN = "CHD-03"
MEETINGS = (
    ("EDU-03", -66, "final"),
    ("EDU-03", -31, "circulated"),
    ("EDU-03", 0, "none"),
    ("EDU-03", 9, "none"),
    ("TAX-06", -34, "final"),
    ("COM-02", -185, "final"),
    ("CHD-03", -8, "none"),
    ("HLT-03", 12, "none"),
    ("RES-02", -155, "final"),
    ("CHD-07", 5, "none"),
)


def meetings(world: World, days: Days, told: Sequence[Telling]) -> list[Story]:
    """The meetings of the demo, each about the differences of its group, and a written resolution."""
    of_group = [t for t in told if t.entry["group"] == WRITTEN_IN]
    return [
        *(
            MeetingStory(
                world, days, group, [t for t in told if t.entry["group"] == group], on, minuted
            ).story()
            for group, on, minuted in MEETINGS
        ),
        written_resolution(world, days, of_group),
    ]


def written_resolution(world: World, days: Days, told: Sequence[Telling]) -> Story:
    """A written resolution sent today about what is ready in a group, and the first city's answer."""
    chair = world.people.chairs[WRITTEN_IN.partition("-")[0]]
    yield days.at(-1, 17)
    group = db.session.merge(world.groups[WRITTEN_IN], load=True)
    closes_on = add_working_days(days.today, 8)
    meeting_id = plan_written(
        group.id, chair, title=f"{group.name_ja}に関する書面決議", closes_on=closes_on
    ).id
    yield days.at(0, 23)
    for each in told:
        if each.number and is_ready_for_ballot(each.number):
            add_agenda_item(meeting_id, chair, difference_number=each.number)
    if db.session.get_one(Meeting, meeting_id).agenda:
        send_written(
            meeting_id, chair, message="会議を開かずに決めたいので、期限までに賛否をお示しください。"
        )
        yield days.at(0, 23)
        first = world.members[0].code
        voice = world.people.representatives[first, WRITTEN_IN.partition("-")[0]]
        for round in db.session.scalars(select(Round).where(Round.meeting_id == meeting_id)).unique():
            cast_position(round.id, voice, kind=PositionKind.APPROVE, seen=0)
