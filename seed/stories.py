"""The life of a difference as a story: from raising it to where the demo leaves it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.actions.adoption import adopt
from app.actions.ballots import cast_position, open_round, record_disposition
from app.actions.caucus import add_caucus_entry, draft_caucus_position
from app.actions.differences import close_survey, hold, open_survey, raise_difference, state_practice
from app.actions.discussion import add_comment, resolve_concern
from app.actions.proposals import draft_proposal, put_forward, revise_proposal
from app.actions.signoff import confirm_identity, escalate, sign
from app.actions.take_home import add_take_home, finish_take_home
from app.domain.differences import DifferenceKind
from app.domain.discussion import CommentKind
from app.domain.positions import PositionKind
from app.domain.signoff import Meaning
from app.domain.workflow import PATH, Stage
from app.extensions import db
from app.models import City, Round, User
from seed import texts
from seed.calendar import Days
from seed.council import ASSOCIATE, World
from seed.people import PASSWORD, department_of
from seed.progress import decision_on, open_concerns_of, running_steps, stage_of
from seed.schedule import Story


@dataclass(frozen=True)
class Plan:
    """Where a story ends, when it began (days before loading), and what is special about it."""

    goal: Stage
    began: int
    fails_first: bool = False
    sent_back: bool = False
    with_comments: bool = False
    abstains: bool = False
    alternative: bool = False
    open_concern: bool = False
    saving: int | None = None
    answered: int = 4
    positions: int = 2
    signs: int = 2
    hold_reason: str = ""

    def reaches(self, stage: Stage) -> bool:
        """Whether the story goes as far as a stage."""
        goal = Stage.ESCALATED if self.goal is Stage.REJECTED else self.goal
        return goal in PATH and PATH.index(goal) >= PATH.index(stage)


class Telling:
    """One difference on its way through the demo."""

    def __init__(self, world: World, days: Days, entry: dict[str, Any], plan: Plan, place: int) -> None:
        """entry is the difference of the data file; place spreads the stories over the hour."""
        self.world, self.days, self.entry, self.plan, self.place = world, days, entry, plan, place
        self.domain = str(entry["group"]).split("-")[0]
        self.chair = world.people.chairs[self.domain]
        self.fields = texts.proposal_on(entry, days.day(plan.began + 210).replace(day=1), saving=plan.saving)
        self.number = ""

    def representative(self, city: City) -> User:
        """Who speaks for a city in the group."""
        return self.world.people.representatives[city.code, self.domain]

    def at(self, after: float, hour: int = 10) -> datetime:
        """An hour, some days after the story began; never after the loading."""
        return self.days.at(self.plan.began + int(after), hour, (self.place * 7) % 60)

    @property
    def author(self) -> User:
        """Who raised the difference."""
        return self.representative(self.world.members[self.place % 3])

    def story(self) -> Story:
        """The whole story, step by step, as far as the plan goes."""
        yield from self.raised()
        if self.plan.reaches(Stage.SURVEYING):
            yield from self.surveyed(closes=self.plan.reaches(Stage.PROPOSING))
        if self.plan.reaches(Stage.PROPOSING):
            yield from self._propose()
        if self.plan.reaches(Stage.DISCUSSING):
            yield from self._discuss()
        if self.plan.hold_reason:
            yield self.at(40, 16)
            hold(self.number, self.chair, reason=self.plan.hold_reason, review_on=self.days.day(30))
        if self.plan.reaches(Stage.VOTING):
            yield from self._vote()
        if self.plan.reaches(Stage.ESCALATED):
            yield from self._sign()
        if self.plan.reaches(Stage.COMPLETED):
            yield from self._adopt()

    def raised(self) -> Story:
        """Somebody of a city raises it."""
        yield self.at(0)
        group = db.session.merge(self.world.groups[self.entry["group"]])
        difference = raise_difference(
            group.id,
            self.author,
            title=self.entry["title"],
            kind=DifferenceKind(self.entry["kind"]),
            why=self.entry["why"] + "。",
            standard_ids=[standard.id for standard in group.standards],
        )
        self.number = difference.number

    def surveyed(self, *, closes: bool) -> Story:
        """The cities are asked, and state what they do."""
        yield self.at(2)
        due = self.days.day(12) if self.plan.goal is Stage.SURVEYING else self.at(21).date()
        open_survey(self.number, self.chair, due_on=due)
        for place, (city, position) in enumerate(self._practices()[: self.plan.answered]):
            yield self.at(4 + 3 * place, 11)
            self._state(city, position)
        if closes:
            yield self.at(20, 15)
            close_survey(self.number, self.chair, reason="全市の回答がそろったため、照会を終える。")

    def _practices(self) -> list[tuple[City, dict[str, Any]]]:
        """Each city with what the data file has for it: its own real practice, else an example."""
        real = {p["city"]: p for p in self.entry["positions"] if p["city"] in self._names()}
        examples = [p for p in self.entry["positions"] if p["city"] not in real]
        cities = [*self.world.members, self.world.cities[ASSOCIATE]]
        told = []
        for city in cities:
            position = real.get(city.name_ja) or (examples.pop(0) if examples else None)
            if position is None and city.code == ASSOCIATE:
                continue
            told.append((city, position or {"text": texts.EXAMPLE_PRACTICE, "real": False, "source": ""}))
        return told

    def _names(self) -> set[str]:
        return {city.name_ja for city in self.world.cities.values()}

    def _state(self, city: City, position: dict[str, Any]) -> None:
        as_of = f"({position['as_of']}時点)" if position.get("as_of") else ""
        state_practice(
            self.number,
            city.id,
            self.representative(city),
            body=position["text"] + as_of,
            source=position["source"] if position["real"] else "",
            is_example=not position["real"],
        )

    def _propose(self) -> Story:
        yield self.at(24)
        author = self.representative(self.world.members[0])
        self.proposal_id = self._flushed(draft_proposal(self.number, author, self.fields)).id
        if self.plan.alternative:
            yield self.at(25, 14)
            other = self.representative(self.world.members[1])
            draft_proposal(self.number, other, texts.alternative_to(self.entry, self.days.day(60)))

    def _flushed(self, row: Any) -> Any:
        db.session.flush()
        return row

    def _discuss(self) -> Story:
        yield self.at(27)
        put_forward(self.proposal_id, self.chair)
        first, second, third = self.world.members
        for after, city in ((28, second), (29, third)):
            yield self.at(after, 11)
            body = texts.COMMENTS[(self.place + after) % len(texts.COMMENTS)]
            add_comment(self.number, self.representative(city), kind=CommentKind.COMMENT, body=body)
        yield self.at(30, 9)
        concern = texts.CONCERNS[self.place % len(texts.CONCERNS)]
        raised = add_comment(self.number, self.representative(third), kind=CommentKind.CONCERN, body=concern)
        concern_id = self._flushed(raised).id
        yield self.at(31, 9)
        add_caucus_entry(
            self.number, self.representative(third), body="課内で協議したい。部長の意向も確認する。"
        )
        add_caucus_entry(self.number, self.representative(first), body="当市は賛成の方向で調整する。")
        draft_caucus_position(self.number, self.representative(first), kind=PositionKind.APPROVE, reason="")
        yield self.at(32, 13)
        item = self._take_home(second)
        if self.plan.open_concern:
            return
        yield self.at(36, 10)
        finish_take_home(item, self.representative(second), outcome="確認した結果、支障はない。")
        revise_proposal(
            self.proposal_id,
            self.representative(first),
            texts.revised(self.fields),
            base=1,
            note="懸念への対応",
        )
        yield self.at(38, 14)
        resolution = texts.RESOLUTIONS[self.place % len(texts.RESOLUTIONS)]
        resolve_concern(concern_id, self.representative(third), resolution=resolution)

    def _take_home(self, city: City) -> int:
        task = texts.TAKE_HOMES[self.place % len(texts.TAKE_HOMES)]
        owner = self.representative(city)
        due = self.days.day(7) if self.plan.open_concern else self.at(37).date()
        item = add_take_home(
            self.number, self.chair, city_id=city.id, owner_id=owner.id, task=task, due_on=due
        )
        return int(self._flushed(item).id)

    def _vote(self) -> Story:
        yield self.at(40)
        if self.plan.fails_first:
            yield from self._failed_round()
            yield self.at(52, 14)
            self._answer_objection()
        ends_here = self.plan.goal is Stage.VOTING
        round = self._open()
        yield self._soon_after_opening(1)
        yield from self._cast(round, self.world.members[: self.plan.positions if ends_here else 3])
        if not ends_here:
            yield db.session.get_one(Round, round).closes_at
            yield from self._dispositions(round)

    def _open(self) -> int:
        closes = self.days.day(self.plan.positions + 1) if self.plan.goal is Stage.VOTING else None
        return int(self._flushed(open_round(self.number, self.chair, closes_on=closes)).id)

    def _soon_after_opening(self, days: int) -> datetime:
        return self.at((53 if self.plan.fails_first else 41) + days, 11)

    def _cast(self, round_id: int, cities: list[City]) -> Story:
        for place, city in enumerate(cities):
            kind, reason = self._position(place)
            cast_position(round_id, self.representative(city), kind=kind, reason=reason, seen=0)
            yield self._soon_after_opening(2 + place)

    def _position(self, place: int) -> tuple[PositionKind, str]:
        if self.plan.with_comments and place == 1:
            return (
                PositionKind.APPROVE_WITH_COMMENTS,
                "様式の見本を、適用日の3か月前までに示していただきたい。",
            )
        if self.plan.abstains and place == 2:
            return PositionKind.ABSTAIN, "当市の関係審議会の答申を待っているため、今回は態度を保留する。"
        return PositionKind.APPROVE, ""

    def _failed_round(self) -> Story:
        round_id = self._open()
        for place, city in enumerate(self.world.members):
            yield self.at(41 + place, 11)
            objects = place == 2
            kind = PositionKind.OBJECT if objects else PositionKind.APPROVE
            reason = "経過措置の期間が、当市の規則改正の日程に合わないため。" if objects else ""
            cast_position(round_id, self.representative(city), kind=kind, reason=reason, seen=0)
        yield db.session.get_one(Round, round_id).closes_at

    def _answer_objection(self) -> None:
        """The objection became a concern; the objecting city clears it, and the round is opened again (B23, B43)."""
        from_round = [c for c in open_concerns_of(self.number) if c.round_id is not None]
        objecting = self.representative(self.world.members[2])
        for concern in from_round:
            resolve_concern(
                concern.id, objecting, resolution="規則改正を前倒しすることとしたため、解消とする。"
            )

    def _dispositions(self, round_id: int) -> Story:
        if not self.plan.with_comments:
            return
        yield self.at(54, 15)
        city = self.world.members[1]
        record_disposition(
            round_id,
            city.id,
            self.chair,
            body="様式の見本を、適用日の4か月前に全市へ配布する。手順書の付録に加える。",
        )

    def _sign(self) -> Story:
        """課長 then 部長 of every city, as far as the plan goes; only where the matter went to the managers."""
        if stage_of(self.number) is not Stage.ESCALATED:
            return
        if self.plan.sent_back:
            yield self.at(56, 10)
            self.sign_next(Meaning.SEND_BACK, "費用の見込みと、条例改正の日程を加えてください。")
            if self.plan.goal is Stage.ESCALATED:
                return
            yield self.at(60, 10)
            escalate(self.number, self.chair, reason="費用の見込みと日程を資料に加えました。")
        count = 6 if self.plan.reaches(Stage.DECIDED) else self.plan.signs
        for turn in range(count):
            yield self.at(61 + turn, 9)
            self.sign_next(Meaning.APPROVE, "")

    def sign_next(self, meaning: Meaning, reason: str) -> None:
        """The manager whose turn it is says something."""
        steps = running_steps(self.number)
        step = steps[0]
        manager = self._holder(step.city_route.city, step.position)
        sign(
            step.id,
            manager,
            post_id=step.holders[0].post_id,
            meaning=meaning,
            reason=reason,
            identity=confirm_identity(manager, PASSWORD),
            text_hash=step.city_route.escalation.text_hash,
        )

    def _holder(self, city: City, position: int) -> User:
        people = self.world.people
        if position == 1:
            return people.section_managers[city.code, self.domain]
        return people.department_managers[city.code, department_of(self.domain)]

    def _adopt(self) -> Story:
        for place, city in enumerate(self.world.members):
            yield self.at(self._published_after() + 3 * place, 16)
            decision = decision_on(self.number)
            evidence = "庁内に周知し、窓口の手順書を差し替えた。"
            on = self.at(self._published_after() + place).date()
            adopt(decision.id, self.representative(city), adopted_on=on, evidence=evidence)

    def _published_after(self) -> int:
        """Days from the beginning of this story until both editions are cut."""
        return -self.plan.began - 20
