"""How a difference of the demo begins: raised, surveyed, proposed, discussed; and the plan it follows."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.actions.caucus import add_caucus_entry, draft_caucus_position
from app.actions.differences import close_survey, open_survey, raise_difference, state_practice
from app.actions.discussion import add_comment, resolve_concern
from app.actions.proposals import (
    ProposalFields,
    accept_amendment,
    draft_proposal,
    put_forward,
    revise_proposal,
    suggest_amendment,
)
from app.actions.take_home import add_take_home, finish_take_home
from app.domain.differences import DifferenceKind
from app.domain.discussion import CommentKind
from app.domain.positions import PositionKind
from app.domain.workflow import PATH, Stage
from app.extensions import db
from app.models import City, User
from seed import texts
from seed.calendar import Days
from seed.council import ASSOCIATE, World
from seed.schedule import Story


@dataclass(frozen=True)
class Plan:
    """Where a story ends, when it began (days before loading), and what is special about it."""

    goal: Stage
    began: int
    fails_first: bool = False
    falls_back: bool = False
    sent_back: bool = False
    with_comments: bool = False
    abstains: bool = False
    alternative: bool = False
    amended: bool = False
    corrected_on: int = 0
    open_concern: bool = False
    saving: int | None = None
    estimate: str = ""
    answered: int = 4
    positions: int = 2
    signs: int = 2
    hold_reason: str = ""

    def reaches(self, stage: Stage) -> bool:
        """Whether the story goes as far as a stage."""
        goal = Stage.ESCALATED if self.goal is Stage.REJECTED else self.goal
        return goal in PATH and PATH.index(goal) >= PATH.index(stage)


class Beginning:
    """One difference on its way to its ballot."""

    def __init__(self, world: World, days: Days, entry: dict[str, Any], plan: Plan, place: int) -> None:
        """entry is the difference of the data file; place spreads the stories over the hour."""
        self.world, self.days, self.entry, self.plan, self.place = world, days, entry, plan, place
        self.domain = str(entry["group"]).split("-")[0]
        self.chair = world.people.chairs[self.domain]
        self.fields = texts.proposal_on(entry, days.day(plan.began + 180).replace(day=1), saving=plan.saving)
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
        if self.plan.amended:
            yield from self._amend(second)
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
            texts.revised(self._amended_fields()),
            base=2 if self.plan.amended else 1,
            note="懸念への対応",
        )
        yield self.at(38, 14)
        resolution = texts.RESOLUTIONS[self.place % len(texts.RESOLUTIONS)]
        resolve_concern(concern_id, self.representative(third), resolution=resolution)

    def _amended_fields(self) -> ProposalFields:
        if not self.plan.amended:
            return self.fields
        return replace(self.fields, body=texts.amended(self.fields.body))

    def _amend(self, city: City) -> Story:
        """A city suggests a change; it is still open where a concern is, else the author takes it into the text."""
        yield self.at(29, 15)
        suggested = suggest_amendment(
            self.proposal_id,
            self.representative(city),
            base=1,
            body=texts.amended(self.fields.body),
            reason=texts.AMENDMENT_REASON,
        )
        amendment_id = self._flushed(suggested).id
        if not self.plan.open_concern:
            yield self.at(29, 17)
            accept_amendment(amendment_id, self.representative(self.world.members[0]))

    def _take_home(self, city: City) -> int:
        task = texts.TAKE_HOMES[self.place % len(texts.TAKE_HOMES)]
        owner = self.representative(city)
        due = self.days.day(7) if self.plan.open_concern else self.at(37).date()
        item = add_take_home(
            self.number, self.chair, city_id=city.id, owner_id=owner.id, task=task, due_on=due
        )
        return int(self._flushed(item).id)
