"""The tables of minutes: who was there, what was decided, what was taken home (M8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.domain.meeting_facts import Attendee, MeetingFacts
from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import pgettext as _p
from app.queries.meetings.references import Bound, decided_by
from app.wording.dates import paper_date_words, paper_day_words

Row = tuple[str, ...]

PEOPLE_SHARES = (0.24, 0.28, 0.22, 0.26)
"""The same for those present and those absent, so that the two tables stand in line."""
DECISION_SHARES = (0.22, 0.28, 0.17, 0.16, 0.17)
"""Number and days stay on one line."""


@dataclass(frozen=True)
class Listing:
    """A table of minutes under its heading; `empty` stands where it has no row, shares are widths."""

    title: str
    columns: Row
    rows: tuple[Row, ...]
    empty: str
    merged: int = 0
    shares: tuple[float, ...] = ()

    @property
    def grouped(self) -> list[list[Row]]:
        """The rows in groups whose first cell is drawn as one, as in files; each by itself where none is merged."""
        if not self.merged:
            return [[row] for row in self.rows]
        return [list(rows) for _, rows in groupby(self.rows, key=lambda row: row[0])]


def people_listing(title: str, people: Sequence[Attendee]) -> Listing:
    """People by city or body, with section, post and name as of that day."""
    columns = (
        _p("minutes", "City or body"),
        _p("minutes", "Section"),
        _p("minutes", "Post"),
        _p("minutes", "Name"),
    )
    return Listing(title, columns, tuple(map(_person, people)), _p("minutes", "Nobody."), 1, PEOPLE_SHARES)


def _person(person: Attendee) -> Row:
    post = _("%(post)s (chair)", post=person.post) if person.chair else person.post
    return (_affiliation(person), person.section, post, person.name)


def _affiliation(person: Attendee) -> str:
    name = person.affiliation.name(current_locale())
    return _("%(city)s (associate)", city=name) if person.associate else name


def one_line(person: Attendee) -> str:
    """A person with city, section and post, within a line."""
    return " ".join(part for part in (_affiliation(person), person.section, person.post, person.name) if part)


def decisions_listing(refers_to: Bound) -> Listing:
    """The decisions that the text refers to, by number (M7)."""
    found = sorted(refers_to.decisions.values(), key=lambda decision: (decision.fiscal_year, decision.serial))
    rows = (
        (
            each.number,
            each.title,
            paper_day_words(each.decided_at),
            decided_by(each),
            paper_day_words(each.effective_on),
        )
        for each in found
    )
    columns = (
        _p("minutes", "Number"),
        _p("minutes", "Decision"),
        _p("minutes", "Decided on"),
        _p("minutes", "Tally"),
        _p("minutes", "In effect from"),
    )
    none = _("No decision was made.")
    return Listing(_p("minutes", "Decisions"), columns, tuple(rows), none, shares=DECISION_SHARES)


def tasks_listing(facts: MeetingFacts) -> Listing:
    """What was taken home: on which difference, by whom, until when."""
    rows = (
        (each.difference, each.task, " ".join(filter(None, (each.city.name(current_locale()), each.owner))),
         paper_date_words(each.due_on))
        for each in facts.tasks
    )  # fmt: skip
    columns = (
        _p("minutes", "Difference"),
        _p("minutes", "Task"),
        _p("minutes", "Taken home by"),
        _p("minutes", "Due"),
    )
    return Listing(_p("minutes", "Take-home items"), columns, tuple(rows), _("Nothing was taken home."))
