"""The grid: the cities side by side with what each does today; equal practices alike, 未調査 visible."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase

from sqlalchemy import select

from app.domain.differences import likeness
from app.extensions import db
from app.models import Attachment, City, Difference, Practice, PracticeRevision
from app.queries.differences.cities import participating_cities
from app.queries.differences.practices import practices_of


@dataclass(frozen=True)
class GridCell:
    """One city's cell: what it stated, with how many cities it is alike, and the files beside it.

    state is plain, same, differs or unsurveyed; cities with an equal practice carry the same letter.
    """

    city: City
    takes_part: bool
    revision: PracticeRevision | None
    state: str
    letter: str = ""
    alike: int = 0
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Grid:
    """The cells of a difference by the cities' codes: those that take part, and those that once answered."""

    cells: tuple[GridCell, ...]

    @property
    def answered(self) -> int:
        """How many cities stated their practice."""
        return sum(1 for cell in self.cells if cell.revision)

    @property
    def has_files(self) -> bool:
        """Whether any city gave files."""
        return any(cell.files for cell in self.cells)


def grid_of(difference: Difference, at: datetime) -> Grid:
    """The cities of a difference side by side."""
    taking_part = participating_cities(difference, at)
    stated = {practice.city_id: practice for practice in practices_of(difference)}
    others = [practice.city for practice in stated.values() if practice.city not in taking_part]
    revisions = {city_id: practice.current for city_id, practice in stated.items()}
    shown = sorted([*taking_part, *others], key=lambda city: city.code)
    legible = {city_id: revision for city_id, revision in revisions.items() if not revision.redaction}
    letters, counts = _letters({city.id: legible[city.id].body for city in shown if city.id in legible})
    files = _files(difference)
    most = max(counts.values(), default=0)
    cells = []
    for city in shown:
        revision = revisions.get(city.id)
        takes_part = city in taking_part
        if revision is None:
            cells.append(GridCell(city, takes_part, None, "unsurveyed"))
            continue
        attached = tuple(files.get(city.id, ()))
        if revision.redaction:
            cells.append(GridCell(city, takes_part, revision, "plain", files=attached))
            continue
        letter = letters[city.id]
        alike = counts[letter]
        state = "plain" if len(legible) == 1 else "same" if alike == most and most > 1 else "differs"
        cells.append(GridCell(city, takes_part, revision, state, letter, alike, attached))
    return Grid(tuple(cells))


def _letters(bodies: dict[int, str]) -> tuple[dict[int, str], Counter[str]]:
    """A letter for each city, the same for equal practices, A for the most frequent; and how many carry each."""
    keys = {city_id: likeness(body) for city_id, body in bodies.items()}
    frequent = [key for key, _ in Counter(keys.values()).most_common()]
    names = {key: _letter(index) for index, key in enumerate(frequent)}
    letters = {city_id: names[key] for city_id, key in keys.items()}
    return letters, Counter(letters.values())


def _letter(index: int) -> str:
    """A, B … Z, AA, AB …"""
    higher, rest = divmod(index, len(ascii_uppercase))
    return (_letter(higher - 1) if higher else "") + ascii_uppercase[rest]


def _files(difference: Difference) -> dict[int, list[Attachment]]:
    """The files beside the cities' practices, of every revision: a file once given stays."""
    files: dict[int, list[Attachment]] = {}
    wanted = (
        select(Practice.city_id, Attachment)
        .join(PracticeRevision, PracticeRevision.practice_id == Practice.id)
        .join(Attachment, Attachment.practice_revision_id == PracticeRevision.id)
        .where(Practice.difference_id == difference.id)
        .order_by(Attachment.id)
    )
    for city_id, attachment in db.session.execute(wanted):
        files.setdefault(city_id, []).append(attachment)
    return files
