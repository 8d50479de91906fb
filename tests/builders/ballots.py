"""Ballot rounds, as a test needs them: opened, voted in and closed by the actions themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from app import clock
from app.actions.ballots import cast_position, open_round
from app.actions.closing import close_due_rounds
from app.domain.ballot_rules import WITH_QUORUM
from app.domain.positions import PositionKind, needs_reason
from app.domain.tally import Rule, RuleKind
from app.extensions import db
from app.models import City, Difference, Group, Position, Round, User
from app.queries.council import the_council
from app.transaction import transaction
from tests.builders.council import a_representative, a_secretary
from tests.builders.proposals import a_difference_on_the_table
from tests.builders.tallies import LETTERS
from tests.support.worlds import kept

REASON = "市の例規と合わないため、再検討を求める。"
OVERRIDE = "議会日程のため、この点を残したまま採決する。"


@dataclass(frozen=True)
class Ballot:
    """An open round with the people around it; cities in the order of their codes."""

    round: Round
    secretary: User
    cities: list[City]
    voices: Mapping[str, User] = field(default_factory=dict)

    @property
    def difference(self) -> Difference:
        return self.round.difference

    @property
    def group(self) -> Group:
        return self.round.difference.group

    def voice(self, place: int) -> User:
        """The representative of the city at a place."""
        return self.voices[self.cities[place].name_ja]


@kept
def an_open_round(
    difference: Difference | None = None,
    *,
    rule: Rule | None = None,
    sealed: bool = False,
    closes_on: date | None = None,
    group: Group | None = None,
    **fields: object,
) -> Round:
    """A round that the secretariat opened on the text on the table; three cities vote unless a group is given."""
    return a_ballot(difference, rule=rule, sealed=sealed, closes_on=closes_on, group=group, **fields).round


@kept
def a_ballot(
    difference: Difference | None = None,
    *,
    rule: Rule | None = None,
    sealed: bool = False,
    closes_on: date | None = None,
    group: Group | None = None,
    **fields: object,
) -> Ballot:
    """An open round with a representative of every city of its electorate; fields are those of the proposal."""
    secretary = a_secretary()
    if rule is not None:
        the_council_overrules(rule)
    difference = difference or a_difference_on_the_table(group, secretary, **fields)
    cities = difference.group.voting_cities_at(clock.now())
    voices = {city.name_ja: a_representative(difference.group, city) for city in cities}
    overrides = {"rule": OVERRIDE, "concerns": OVERRIDE, "discussion_days": OVERRIDE}
    with transaction():
        round = open_round(
            difference.number,
            secretary,
            rule=rule,
            sealed=sealed,
            closes_on=closes_on,
            overrides=overrides,
        )
    return Ballot(round, secretary, cities, voices)


def the_council_overrules(rule: Rule) -> None:
    """Where a rule overrules objections, let it be the council's own: a round chooses it only then (B41)."""
    if rule.kind in WITH_QUORUM:
        with transaction():
            the_council().default_rule = rule.kind


def a_rule(kind: RuleKind = RuleKind.UNANIMOUS, **parameters: object) -> Rule:
    """A rule without a minimum of days, as a test's council has it."""
    return Rule(kind, **{"min_working_days": 0, "grace_minutes": 0, **parameters})  # type: ignore[arg-type]


@kept
def cast(
    round: Round, person: User, kind: PositionKind = PositionKind.APPROVE, reason: str = "", **more: object
) -> Position | None:
    """A person takes or changes the city's position, having seen the present one."""
    reason = reason or (REASON if needs_reason(kind) else "")
    with transaction():
        more.setdefault("seen", serial_of(round, person.city_id))
        return cast_position(round.id, person, kind=kind, reason=reason, **more)  # type: ignore[arg-type]


@kept
def cast_letters(ballot: Ballot, letters: str) -> None:
    """One letter a city, in the order of codes: a approve, c with comments, o object, x abstain, r recuse, . none."""
    for city, letter in zip(ballot.cities, letters, strict=True):
        if letter != ".":
            cast(ballot.round, ballot.voices[city.name_ja], LETTERS[letter])


@kept
def run_out(round: Round) -> int:
    """Let the time of the round pass, and record its closing; how many rounds that closed."""
    clock.travel(round.closes_at - clock.now() + timedelta(minutes=1))
    with transaction():
        return close_due_rounds()


@kept
def a_closed_round(
    letters: str = "aaa",
    *,
    rule: Rule | None = None,
    difference: Difference | None = None,
    group: Group | None = None,
    **fields: object,
) -> Round:
    """A round that ran out with one position a city, by default carried under the council's rule."""
    ballot = a_ballot(difference, rule=rule, group=group, **fields)
    cast_letters(ballot, letters)
    run_out(ballot.round)
    return ballot.round


def serial_of(round: Round, city_id: int | None) -> int:
    """What a form shows as the serial of a city's position: 0 for none."""
    db.session.expire_all()
    taken = round.position_of(city_id)
    return taken.serial if taken else 0
