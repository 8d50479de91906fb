"""The life of a difference as a story: from raising it to where the demo leaves it."""

from collections.abc import Generator
from datetime import datetime

from app.actions.adoption import close_item
from app.actions.ballots import cast_position, open_round, record_disposition, record_finding
from app.actions.clerical import propose_correction
from app.actions.differences import hold
from app.actions.discussion import resolve_concern
from app.actions.signoff import confirm_identity, escalate, sign
from app.domain.accounts import DEMO_PASSWORD
from app.domain.positions import PositionKind
from app.domain.signoff import Meaning
from app.domain.workflow import Stage
from app.extensions import db
from app.models import City, Round, User
from app.queries.adoption import items_of_city
from seed import savings
from seed.beginnings import Beginning
from seed.people import department_of
from seed.progress import decision_on, open_concerns_of, running_steps, stage_of
from seed.schedule import Story

FOUND = (
    "経過措置の期間について三度協議したが、規則改正の日程に差があり、全会一致は困難である。"
    "適用日までに様式を確定する必要があるため、同じ案文を3分の2による採決に付す。"
)


class Telling(Beginning):
    """One difference on its way through the demo."""

    def story(self) -> Story:
        """The whole story, step by step, as far as the plan goes."""
        yield from self.raised()
        if self.plan.reaches(Stage.SURVEYING):
            yield from self.surveyed(closes=self.plan.reaches(Stage.PROPOSING))
        if self.plan.reaches(Stage.PROPOSING):
            yield from self._propose()
        if self.plan.reaches(Stage.DISCUSSING):
            yield from self._discuss()
        if self.plan.estimate:
            yield self.at(39, 11)
            author = self.representative(self.world.members[0])
            savings.estimate(
                self.proposal_id, self.plan.estimate, author, self.world.members, self.at(39).date()
            )
        if self.plan.hold_reason:
            yield self.at(40, 16)
            hold(self.number, self.chair, reason=self.plan.hold_reason, review_on=self.days.day(30))
        if self.plan.reaches(Stage.VOTING):
            yield from self._vote()
        if self.plan.reaches(Stage.ESCALATED):
            yield from self._sign()
        if self.plan.corrected_on:
            yield self.at(self.plan.corrected_on, 13)
            self._correct()
        if self.plan.reaches(Stage.COMPLETED):
            yield from self._adopt()

    def _vote(self) -> Story:
        yield self.at(40)
        failed = None
        if self.plan.fails_first:
            failed = yield from self._failed_round()
            yield self.at(52, 14)
            if not self.plan.falls_back:
                self._answer_objection()
        if self.plan.falls_back and failed:
            record_finding(failed, self.chair, reason=FOUND)
            yield self.at(52, 16)
        ends_here = self.plan.goal is Stage.VOTING
        round = self._open(stays_open=ends_here, after=failed if self.plan.falls_back else None)
        yield self._soon_after_opening(1)
        yield from self._cast(round, self.world.members[: self.plan.positions if ends_here else 3])
        if not ends_here:
            yield db.session.get_one(Round, round).closes_at
            yield from self._dispositions(round)

    def _open(self, *, stays_open: bool, after: int | None = None) -> int:
        """Open a round, for the council's usual days or, where the story ends with it, until after the loading.

        after is the failed round whose text two thirds are to decide on, with its objection as it stands (B41).
        """
        closes = self.days.day(self.plan.positions + 1) if stays_open else None
        overrides = (
            {"concerns": "反対の理由は認定に記載のとおりで、これ以上の調整は難しいため。"} if after else None
        )
        opened = open_round(self.number, self.chair, closes_on=closes, overrides=overrides, fallback_of=after)
        return int(self._flushed(opened).id)

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

    def _failed_round(self) -> Generator[datetime, None, int]:
        """A round in which the last city objects; its id."""
        round_id = self._open(stays_open=False)
        for place, city in enumerate(self.world.members):
            yield self.at(41 + place, 11)
            objects = place == 2
            kind = PositionKind.OBJECT if objects else PositionKind.APPROVE
            reason = "経過措置の期間が、当市の規則改正の日程に合わないため。" if objects else ""
            cast_position(round_id, self.representative(city), kind=kind, reason=reason, seen=0)
        yield db.session.get_one(Round, round_id).closes_at
        return round_id

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
            identity=confirm_identity(manager, DEMO_PASSWORD),
            text_hash=step.city_route.escalation.text_hash,
        )

    def _holder(self, city: City, position: int) -> User:
        people = self.world.people
        if position == 1:
            return people.section_managers[city.code, self.domain]
        return people.department_managers[city.code, department_of(self.domain)]

    def _correct(self) -> None:
        """The chair finds a slip of the pen: a word that such clauses begin with was left out."""
        propose_correction(
            decision_on(self.number).id,
            self.chair,
            old="従前の例による。",
            new="なお従前の例による。",
            reason="経過措置の定型に合わせ、「なお」を補う。",
        )

    def _adopt(self) -> Story:
        for place, city in enumerate(self.world.members):
            yield self.at(self._published_after() + 3 * place, 16)
            decision = decision_on(self.number)
            evidence = "庁内に周知し、窓口の手順書を差し替えた。"
            on = self.at(self._published_after() + place).date()
            for item in items_of_city(decision, city.id):
                close_item(item.id, self.representative(city), done_on=on, evidence=evidence)
            if self.plan.estimate:
                savings.realise(decision, self.representative(city), place)

    def _published_after(self) -> int:
        """Days from the beginning of this story until both editions are cut."""
        return -self.plan.began - 20
