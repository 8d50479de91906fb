"""What the references in minutes say: decisions and rounds of the meeting's group, in words from the register (M7)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.domain.minutes import Reference, ReferenceKind, escaped, references, resolved
from app.domain.numbering import parse_decision_number
from app.domain.positions import CityState, PositionKind
from app.domain.rounds import RoundState
from app.extensions import db
from app.i18n import gettext as _
from app.i18n import pgettext
from app.models import Decision, Difference, Group, Meeting, Round
from app.queries.ballots import tally_of
from app.wording import label
from app.wording.dates import deadline_words, paper_date_words
from app.wording.meetings import tally_words

MOST = 30


@dataclass(frozen=True)
class Bound:
    """What a text refers to, by reference; unknown is what stands in double braces and is nothing of the group."""

    decisions: dict[Reference, Decision]
    rounds: dict[Reference, Round]
    unknown: tuple[str, ...]

    @property
    def open_rounds(self) -> list[str]:
        """The rounds whose result is not known yet, as they are referred to."""
        return [reference.name for reference, round in self.rounds.items() if round.state is RoundState.OPEN]

    def facts(self) -> dict[str, Any]:
        """What the hash of final minutes covers of it."""
        decided = {str(name): decision.text_hash for name, decision in self.decisions.items()}
        tallied = {
            str(name): {"text_hash": round.text_hash, "state": round.state.value, "tally": round.tally_frozen}
            for name, round in self.rounds.items()
        }
        return {**decided, **tallied}

    def markdown(self, body: str) -> str:
        """The text with every reference in words: the one rendering for screen and exports (M7, M10)."""
        short = {**_each(self.decisions, decision_words), **_each(self.rounds, round_words)}
        long = {**_each(self.decisions, decision_words), **_each(self.rounds, round_at_length)}
        return resolved(body, short, long)


def bound(body: str, group: Group) -> Bound:
    """What a text refers to, by a bounded number of queries; a partner reads nothing of other groups this way."""
    typed = references(body)
    wanted = dict.fromkeys(each for each in typed.values() if each is not None)
    decisions = _decisions([each for each in wanted if each.kind is ReferenceKind.DECISION], group)
    rounds = _rounds([each for each in wanted if each.kind is ReferenceKind.ROUND], group)
    known = {*decisions, *rounds}
    return Bound(decisions, rounds, tuple(text for text, each in typed.items() if each not in known))


def citable(meeting: Meeting) -> list[tuple[Reference, str]]:
    """What minutes of a meeting can refer to: decisions and rounds on its agenda, the newest first."""
    ids = [item.difference_id for item in meeting.agenda if item.difference_id is not None]
    decisions = select(Decision).where(
        Decision.difference_id.in_(ids) | (Decision.meeting_id == meeting.id),
        Decision.group_id == meeting.group_id,
    )
    rounds = select(Round).join(Round.difference).where(Round.difference_id.in_(ids))
    return [
        *(
            (decision_reference(each), each.title)
            for each in db.session.scalars(decisions.order_by(Decision.id.desc()).limit(MOST))
        ),
        *(
            (round_reference(each), each.difference.title)
            for each in db.session.scalars(
                rounds.options(joinedload(Round.difference)).order_by(Round.id.desc()).limit(MOST)
            )
        ),
    ]


def decision_reference(decision: Decision) -> Reference:
    """How a text refers to a decision."""
    return Reference(ReferenceKind.DECISION, decision.number)


def round_reference(round: Round) -> Reference:
    """How a text refers to a round."""
    return Reference(ReferenceKind.ROUND, f"{round.difference.number}/{round.number}")


def decision_words(decision: Decision) -> str:
    """A decision in a few words of Markdown: number, title, day and tally."""
    facts = [_("decided on %(day)s", day=paper_date_words(decision.decided_at)), decided_by(decision)]
    return _(
        "**%(number)s** “%(title)s” (%(facts)s)",
        number=escaped(decision.number),
        title=escaped(decision.title),
        facts=_(", ").join(fact for fact in facts if fact),
    )


def decided_by(decision: Decision) -> str:
    """How a decision came about: the tally of its round, or the managers of the cities."""
    tally = tally_words(decision.tally["counts"]) if decision.tally else ""
    signed = _("signed off by the managers") if decision.signoffs else ""
    return _(", ").join(part for part in (tally, signed) if part)


def round_words(round: Round) -> str:
    """The result of a round in a few words of Markdown; an open one says nothing of its positions (B40)."""
    name = _("ballot %(number)s on %(difference)s", number=round.number, difference=round.difference.number)
    match round.state:
        case RoundState.OPEN:
            return _("%(name)s: open until %(at)s", name=name, at=deadline_words(round.closes_at))
        case RoundState.CANCELLED:
            return _("%(name)s: cancelled", name=name)
    tally = tally_of(round, closed=True)
    said = tally_words({state.value: count for state, count in tally.counts.items()})
    if tally.unanimous:
        said = _(", ").join((said, _("unanimous")))
    return _("%(name)s: %(result)s (%(tally)s)", name=name, result=label(tally.result), tally=said)


def round_at_length(round: Round) -> str:
    """The result, then each city's position with its reason."""
    if round.state is not RoundState.CLOSED:
        return round_words(round)
    taken = {position.city_id: position for position in round.positions}
    heads = (_("City"), pgettext("ballot", "Position"), _("Reason"))
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|"]
    for entry in sorted(round.electorate, key=lambda entry: entry.city.code):
        position = taken.get(entry.city_id)
        kind: PositionKind | CityState = position.kind if position else CityState.NONE
        reason = escaped(position.reason) if position else ""
        lines.append(f"| {escaped(entry.city.name_ja)} | {label(kind)} | {reason} |")
    return "\n".join((round_words(round), "", *lines))


def _each(bound: dict[Reference, Any], words: Callable[[Any], str]) -> dict[Reference, str]:
    return {reference: words(thing) for reference, thing in bound.items()}


def _decisions(wanted: Iterable[Reference], group: Group) -> dict[Reference, Decision]:
    numbers = {each: parse_decision_number(each.name) for each in wanted}
    conditions = [
        and_(Decision.fiscal_year == number.fiscal_year, Decision.serial == number.serial)
        for number in numbers.values()
        if number is not None
    ]
    if not conditions:
        return {}
    statement = select(Decision).where(Decision.group_id == group.id, or_(*conditions))
    found = {parse_decision_number(decision.number): decision for decision in db.session.scalars(statement)}
    return {each: found[number] for each, number in numbers.items() if number in found}


def _rounds(wanted: Iterable[Reference], group: Group) -> dict[Reference, Round]:
    names = {each.name: each for each in wanted}
    if not names:
        return {}
    numbers = {name.rpartition("/")[0] for name in names}
    statement = (
        select(Round)
        .join(Round.difference)
        .where(Difference.number.in_(numbers), Difference.group_id == group.id)
        .options(joinedload(Round.difference), selectinload(Round.electorate), selectinload(Round.positions))
    )
    found = {round_reference(round).name: round for round in db.session.scalars(statement).unique()}
    return {reference: found[name] for name, reference in names.items() if name in found}
